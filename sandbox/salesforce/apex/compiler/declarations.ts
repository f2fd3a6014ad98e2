/** First pass: what every class declares, before any body is compiled. */
import type { ParserRuleContext } from 'antlr4';
import {
  ClassDeclarationContext,
  type BlockContext,
  type ClassBodyDeclarationContext,
  type FieldDeclarationContext,
  type FormalParametersContext,
  type InterfaceDeclarationContext,
  type EnumDeclarationContext,
  type ModifierContext,
  type PropertyDeclarationContext,
  type TypeDeclarationContext,
  type TypeRefContext,
  type TriggerUnitContext,
} from '@apexdevtools/apex-parser';
import { EnumValue } from '../library/define.ts';
import { isException, type Annotations, type ClassInfo, type FieldInfo, type MethodInfo, type Param, type TriggerInfo } from './infos.ts';
import { accessOf, annotationsOf, mangle, wordsOf } from './modifiers.ts';
import { CompileError, refuse, type Problem } from './errors.ts';
import type { ParsedSource } from './sources.ts';
import { Trees, type FieldTree } from './trees.ts';
import type { ApexType, TypeTable } from './types.ts';

/** Every class and trigger of a program: their members and supertypes, and the problems met so far. */
export class Declarations {
  readonly classes: ClassInfo[] = [];
  readonly triggers: TriggerInfo[] = [];
  readonly top = new Map<string, ClassInfo>();
  readonly problems: Problem[] = [];
  readonly trees = new Trees();
  readonly table: TypeTable;
  readonly #members: (() => void)[] = [];

  constructor(table: TypeTable) {
    this.table = table;
  }

  /** Declares all sources: names first, then supertypes, then members, so order of files does not matter. */
  addAll(sources: readonly ParsedSource[]): void {
    const supertypes: (() => void)[] = [];
    for (const source of sources) {
      this.guard(source.file, () => {
        if ('typeDeclaration' in source.tree) this.#declareTop(source, source.tree.typeDeclaration(), supertypes);
        else this.#declareTrigger(source, source.tree);
      });
    }
    for (const work of supertypes) work();
    for (const work of this.#members) work();
  }

  guard(file: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      const { start } = error.at;
      this.problems.push({ file, line: start.line, column: start.column + 1, message: error.message });
    }
  }

  #declareTop(source: ParsedSource, tree: TypeDeclarationContext, supertypes: (() => void)[]): void {
    const node = tree.classDeclaration() ?? tree.interfaceDeclaration() ?? tree.enumDeclaration();
    const info = this.#declareType(source, node, tree.modifier_list(), null, supertypes);
    if (this.top.has(info.name.toLowerCase())) refuse(tree, `Duplicate class: ${info.name}`);
    this.top.set(info.name.toLowerCase(), info);
  }

  #declareTrigger(source: ParsedSource, unit: TriggerUnitContext): void {
    const [name, object] = unit.id_list().map((id) => id.getText());
    const info = this.#newClass(source, { name: name ?? '', kind: 'trigger', modifiers: [], outer: null, at: unit });
    const events = unit.triggerCase_list().map((c) => `${c.getChild(0).getText()} ${c.getChild(1).getText()}`.toLowerCase());
    this.triggers.push({ cls: info, object: object ?? '', events, unit });
  }

  #newClass(
    source: ParsedSource,
    part: { name: string; kind: ClassInfo['kind']; modifiers: readonly ModifierContext[]; outer: ClassInfo | null; at: ParserRuleContext },
  ): ClassInfo {
    const { name, kind, outer, at } = part;
    const words = wordsOf(part.modifiers);
    const annotations = annotationsOf(part.modifiers);
    const info: ClassInfo = {
      index: this.classes.length,
      name,
      kind,
      outer,
      annotations,
      fullName: outer ? `${outer.fullName}.${name}` : name,
      file: source.file,
      apiVersion: source.apiVersion,
      isAbstract: words.has('abstract') || kind === 'interface',
      isVirtual: words.has('virtual') || words.has('abstract'),
      isTest: annotations.has('istest') || (outer?.isTest ?? false),
      access: accessOf(words, 'private'),
      sharing: words.has('withsharing') ? 'with' : words.has('withoutsharing') ? 'without' : words.has('inheritedsharing') ? 'inherited' : null,
      superType: null,
      interfaces: [],
      fields: new Map(),
      methods: new Map(),
      constructors: [],
      inner: new Map(),
      constants: new Map(),
    };
    this.trees.classes.set(info, { at, initializers: [] });
    this.classes.push(info);
    return info;
  }

  #declareType(
    source: ParsedSource,
    node: ClassDeclarationContext | InterfaceDeclarationContext | EnumDeclarationContext,
    modifiers: readonly ModifierContext[],
    outer: ClassInfo | null,
    supertypes: (() => void)[],
  ): ClassInfo {
    const kind = node instanceof ClassDeclarationContext ? 'class' : 'interfaceBody' in node ? 'interface' : 'enum';
    const info = this.#newClass(source, { name: node.id().getText(), kind, modifiers, outer, at: node });
    if ('enumConstants' in node) {
      node
        .enumConstants()
        ?.id_list()
        .forEach((id, i) => info.constants.set(id.getText().toLowerCase(), new EnumValue(info.fullName, id.getText(), i)));
      return info;
    }
    supertypes.push(() => this.guard(source.file, () => this.#bindSupertypes(info, node)));
    if ('interfaceBody' in node) {
      this.#members.push(() => this.guard(source.file, () => this.#declareInterface(info, node)));
      return info;
    }
    for (const member of node.classBody().classBodyDeclaration_list()) {
      const declared = member.memberDeclaration();
      const inner = declared?.classDeclaration() ?? declared?.interfaceDeclaration() ?? declared?.enumDeclaration();
      if (inner) {
        if (outer) refuse(inner, 'Inner types cannot be nested further');
        const innerInfo = this.#declareType(source, inner, member.modifier_list(), info, supertypes);
        if (info.inner.has(innerInfo.name.toLowerCase())) refuse(inner, `Duplicate class: ${innerInfo.name}`);
        info.inner.set(innerInfo.name.toLowerCase(), innerInfo);
      }
    }
    this.#members.push(() => {
      for (const member of node.classBody().classBodyDeclaration_list()) this.guard(source.file, () => this.#declareMember(info, member));
      this.guard(source.file, () => this.#defaultConstructor(info));
    });
    return info;
  }

  #bindSupertypes(info: ClassInfo, node: ClassDeclarationContext | InterfaceDeclarationContext): void {
    const list =
      node
        .typeList()
        ?.typeRef_list()
        .map((ref) => this.typeRef(ref, info)) ?? [];
    info.interfaces = list;
    const parent = node instanceof ClassDeclarationContext ? node.typeRef() : null;
    if (!parent) return;
    const superType = this.typeRef(parent, info);
    if (superType.cls && !superType.cls.isVirtual) refuse(parent, `Non-virtual and non-abstract type cannot be extended: ${superType.name}`);
    if (!superType.cls && superType.name !== 'Exception') refuse(parent, `this runtime cannot extend the platform class ${superType.name}`);
    info.superType = superType;
  }

  #declareInterface(info: ClassInfo, node: InterfaceDeclarationContext): void {
    for (const m of node.interfaceBody().interfaceMethodDeclaration_list()) {
      const returns = m.typeRef() ? this.typeRef(m.typeRef(), info) : this.table.voidType;
      this.#addMethod(info, {
        name: m.id().getText(),
        returns,
        params: this.#params(m.formalParameters(), info),
        words: new Set(['global', 'abstract', 'virtual']),
        annotations: new Map(),
        at: m,
        body: null,
      });
    }
  }

  #params(node: FormalParametersContext, info: ClassInfo): Param[] {
    return (
      node
        .formalParameterList()
        ?.formalParameter_list()
        .map((p) => ({ name: p.id().getText(), type: this.typeRef(p.typeRef(), info) })) ?? []
    );
  }

  #addMethod(
    info: ClassInfo,
    part: {
      name: string;
      returns: ApexType;
      params: Param[];
      words: ReadonlySet<string>;
      annotations: Annotations;
      at: ParserRuleContext;
      body: BlockContext | null;
    },
  ): void {
    const { name, returns, params, words, annotations, at, body } = part;
    const isStatic = words.has('static');
    const method: MethodInfo = {
      name,
      returns,
      params,
      annotations,
      owner: info,
      isStatic,
      isAbstract: words.has('abstract'),
      isVirtual: words.has('virtual') || words.has('abstract') || words.has('override'),
      isOverride: words.has('override'),
      access: accessOf(words, 'private'),
      js: mangle(isStatic ? 's' : 'm', name, params),
    };
    const overloads = info.methods.get(name.toLowerCase()) ?? [];
    if (overloads.some((other) => other.js.slice(1) === method.js.slice(1))) refuse(at, `Method already defined: ${name}`);
    this.trees.methods.set(method, { at, body });
    overloads.push(method);
    info.methods.set(name.toLowerCase(), overloads);
  }

  #declareMember(info: ClassInfo, member: ClassBodyDeclarationContext): void {
    const block = member.block();
    if (block) {
      this.trees.classes.of(info).initializers.push({ isStatic: member.STATIC() !== null, block });
      return;
    }
    const declared = member.memberDeclaration();
    if (!declared) return;
    const words = wordsOf(member.modifier_list());
    const annotations = annotationsOf(member.modifier_list());
    const method = declared.methodDeclaration();
    const constructor = declared.constructorDeclaration();
    if (method) {
      const returns = method.typeRef() ? this.typeRef(method.typeRef(), info) : this.table.voidType;
      this.#addMethod(info, {
        name: method.id().getText(),
        returns,
        params: this.#params(method.formalParameters(), info),
        words,
        annotations,
        at: method,
        body: method.block(),
      });
    } else if (constructor) {
      const params = this.#params(constructor.formalParameters(), info);
      info.constructors.push(this.#newConstructor(info, params, words, annotations, constructor, constructor.block()));
    } else if (declared.propertyDeclaration()) {
      this.#declareProperty(info, declared.propertyDeclaration(), words, annotations);
    } else if (declared.fieldDeclaration()) {
      this.#declareFields(info, declared.fieldDeclaration(), words, annotations);
    }
  }

  #newConstructor(
    info: ClassInfo,
    params: Param[],
    words: ReadonlySet<string>,
    annotations: Annotations,
    at: ParserRuleContext,
    body: BlockContext | null,
  ): MethodInfo {
    const made: MethodInfo = {
      name: '<init>',
      owner: info,
      params,
      returns: this.table.voidType,
      isStatic: false,
      isAbstract: false,
      isVirtual: false,
      isOverride: false,
      access: accessOf(words, 'private'),
      annotations,
      js: mangle('$c', '', params),
    };
    this.trees.methods.set(made, { at, body });
    return made;
  }

  #defaultConstructor(info: ClassInfo): void {
    if (info.constructors.length) return;
    const words = new Set(['public']);
    const { at } = this.trees.classes.of(info);
    info.constructors.push(this.#newConstructor(info, [], words, new Map(), at, null));
    if (!isException(info)) return;
    const text = this.table.lib('String');
    const cause = this.table.lib('Exception');
    for (const types of [[text], [cause], [text, cause]]) {
      info.constructors.push(
        this.#newConstructor(
          info,
          types.map((type, i) => ({ name: `p${i}`, type })),
          words,
          new Map(),
          at,
          null,
        ),
      );
    }
  }

  #addField(info: ClassInfo, field: FieldInfo, tree: FieldTree): void {
    const id = field.name.toLowerCase();
    if (info.fields.has(id)) refuse(tree.at, `Duplicate field: ${info.fullName}.${field.name}`);
    this.trees.fields.set(field, tree);
    info.fields.set(id, field);
    this.trees.classes.of(info).initializers.push(field);
  }

  #declareFields(info: ClassInfo, node: FieldDeclarationContext, words: ReadonlySet<string>, annotations: Annotations): void {
    const type = this.typeRef(node.typeRef(), info);
    const access = accessOf(words, 'private');
    for (const declarator of node.variableDeclarators().variableDeclarator_list()) {
      const name = declarator.id().getText();
      this.#addField(
        info,
        {
          name,
          owner: info,
          type,
          isStatic: words.has('static'),
          isFinal: words.has('final'),
          isTransient: words.has('transient'),
          access,
          setAccess: access,
          annotations,
          js: `f_${name.toLowerCase()}`,
          isProperty: false,
          canRead: true,
          canWrite: true,
        },
        { at: declarator, initial: declarator.expression() ?? null, property: null },
      );
    }
  }

  #declareProperty(info: ClassInfo, node: PropertyDeclarationContext, words: ReadonlySet<string>, annotations: Annotations): void {
    const name = node.id().getText();
    const access = accessOf(words, 'private');
    const set = node.propertyBlock_list().find((b) => b.setter());
    this.#addField(
      info,
      {
        name,
        owner: info,
        type: this.typeRef(node.typeRef(), info),
        isStatic: words.has('static'),
        isFinal: false,
        isTransient: words.has('transient'),
        access,
        setAccess: set ? accessOf(wordsOf(set.modifier_list()), access) : access,
        annotations,
        js: `p_${name.toLowerCase()}`,
        isProperty: true,
        canRead: node.propertyBlock_list().some((b) => b.getter()),
        canWrite: set !== undefined,
      },
      { at: node, initial: null, property: node },
    );
  }

  /** Resolves a written type where `scope` is the class it is written in. */
  typeRef(ref: TypeRefContext, scope: ClassInfo | null): ApexType {
    const parts = ref.typeName_list();
    const last = parts[parts.length - 1];
    const args =
      last
        ?.typeArguments()
        ?.typeList()
        .typeRef_list()
        .map((arg) => this.typeRef(arg, scope)) ?? [];
    const name = parts.map((p) => (p.LIST() ?? p.SET() ?? p.MAP() ?? p.id()).getText()).join('.');
    let type = this.named(name, args, scope) ?? refuse(ref, `Invalid type: ${name}`);
    const wanted = type.library && type.kind === 'library' ? type.library.typeParams.length : 0;
    if (args.length !== wanted) refuse(ref, `Invalid type parameters: ${ref.getText()}`);
    for (const _ of ref.arraySubscripts().LBRACK_list()) type = this.table.list(type);
    return type;
  }

  /** A type by name as seen from a class: inner types, the outer's, inherited ones, top level, then the platform. */
  named(name: string, args: readonly ApexType[], scope: ClassInfo | null): ApexType | undefined {
    const parts = name.toLowerCase().split('.');
    const [first = '', second] = parts;
    for (let at = scope; at; at = at.outer) {
      for (let cls: ClassInfo | null = at; cls; cls = cls.superType?.cls ?? null) {
        const inner = cls.inner.get(first);
        if (inner && parts.length === 1) return this.table.ofClass(inner);
      }
    }
    const top = this.top.get(first);
    if (top && parts.length === 1) return this.table.ofClass(top);
    const inner = top && second !== undefined && parts.length === 2 ? top.inner.get(second) : undefined;
    if (inner) return this.table.ofClass(inner);
    return this.table.platform(name, args);
  }
}
