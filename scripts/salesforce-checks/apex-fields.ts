/**
 * Field names in Apex and SOQL. The semantic checker does not look at the fields of a query, and stops looking at those
 * of a standard object once the project adds a field to it; this check closes both gaps where a name can be resolved.
 */
import {
  ApexErrorListener,
  ApexParserFactory,
  AssignExpressionContext,
  ClassDeclarationContext,
  ConstructorDeclarationContext,
  CreatorContext,
  DotExpressionContext,
  EnhancedForControlContext,
  FieldDeclarationContext,
  FieldNameContext,
  FormalParameterContext,
  FromNameListContext,
  LocalVariableDeclarationContext,
  MethodDeclarationContext,
  QueryContext,
  SubQueryContext,
  TriggerUnitContext,
  TypeRefContext,
} from '@apexdevtools/apex-parser';
import { checkPath, type Schema } from './schema.ts';
import type { Problem, Project, SourceFile } from './types.ts';

/** What we need of an ANTLR node. The parser's declarations leave it out. */
type Tree = { readonly children?: readonly Tree[] | null; readonly start?: { readonly line: number }; getText(): string };
/** Every node of the parser has these members at run time. */
const tree = (node: object): Tree => node as Tree;
const textOf = (node: object): string => tree(node).getText();
/** Variable name to object name; null where one name stands for several types. */
type Variables = Map<string, string | null>;

const NOT_FIELDS = new Set(['sobjecttype', 'fields']);

class SyntaxProblems extends ApexErrorListener {
  readonly found: Problem[] = [];
  readonly path: string;
  constructor(path: string) {
    super();
    this.path = path;
  }
  override apexSyntaxError(line: number, _column: number, message: string): void {
    this.found.push({ path: this.path, line, message });
  }
}

/** One problem per name that does not exist. */
export function checkApexFields(project: Project, schema: Schema): readonly Problem[] {
  return project.files.filter((file) => /\.(cls|trigger)$/.test(file.path)).flatMap((file) => checkFile(file, schema));
}

function checkFile(file: SourceFile, schema: Schema): readonly Problem[] {
  const syntax = new SyntaxProblems(file.path);
  const { parser } = ApexParserFactory.createLexerAndParser(file.text, syntax);
  const unit = tree(file.path.endsWith('.cls') ? parser.compilationUnit() : parser.triggerUnit());
  if (syntax.found.length > 0) return syntax.found;
  const problems: Problem[] = [];
  const report = (node: object, message: string | null): void => {
    if (message !== null) problems.push({ path: file.path, line: tree(node).start?.line ?? null, message: `${message}.` });
  };
  visit(unit, new Map(), schema, report);
  return problems;
}

type Report = (node: object, message: string | null) => void;

function visit(node: Tree, outer: Variables, schema: Schema, report: Report): void {
  if (node instanceof QueryContext || node instanceof SubQueryContext) {
    if (node instanceof QueryContext) checkQuery(node, schema, report);
    return;
  }
  const variables = opensScope(node) ? declared(node, outer, schema) : outer;
  if (node instanceof DotExpressionContext) checkDot(node, variables, schema, report);
  if (node instanceof CreatorContext) checkConstructor(node, schema, report);
  for (const child of node.children ?? []) visit(child, variables, schema, report);
}

function opensScope(node: Tree): boolean {
  return (
    node instanceof ClassDeclarationContext ||
    node instanceof MethodDeclarationContext ||
    node instanceof ConstructorDeclarationContext ||
    node instanceof TriggerUnitContext
  );
}

/** Variables of a class (its fields) or of a method (everything declared anywhere in it), on top of the outer ones. */
function declared(scope: Tree, outer: Variables, schema: Schema): Variables {
  const own: Variables = new Map();
  const add = (id: object, type: object): void => {
    const object = schema.object(textOf(type))?.name ?? null;
    const key = textOf(id).toLowerCase();
    own.set(key, own.has(key) && own.get(key) !== object ? null : object);
  };
  const collect = (node: Tree): void => {
    if (node !== scope && opensScope(node)) return;
    if (node instanceof LocalVariableDeclarationContext || node instanceof FieldDeclarationContext) {
      for (const declarator of node.variableDeclarators().variableDeclarator_list()) add(declarator.id(), node.typeRef());
    }
    if (node instanceof EnhancedForControlContext || node instanceof FormalParameterContext) add(node.id(), node.typeRef());
    for (const child of node.children ?? []) collect(child);
  };
  collect(scope);
  return new Map([...outer, ...own]);
}

function checkDot(node: DotExpressionContext, variables: Variables, schema: Schema, report: Report): void {
  const text = textOf(node);
  if (!node.anyId() || !/^\w+(\??\.\w+)+$/.test(text)) return;
  const [root, ...path] = text.split(/\??\./);
  const object = variables.get((root ?? '').toLowerCase());
  // Only the last step is new here: the shorter paths are expressions of their own.
  if (object && !path.some((step) => NOT_FIELDS.has(step.toLowerCase()))) report(node, checkPath(schema, object, path));
}

function checkConstructor(node: CreatorContext, schema: Schema, report: Report): void {
  const object = schema.object(textOf(node.createdName()));
  const expressions = node.classCreatorRest()?.arguments().expressionList()?.expression_list() ?? [];
  for (const expression of object ? expressions : []) {
    if (expression instanceof AssignExpressionContext) report(expression, checkPath(schema, object?.name ?? '', [textOf(expression.expression(0))]));
  }
}

function checkQuery(query: QueryContext, schema: Schema, report: Report): void {
  const from = textOf(query.fromNameList());
  const visitNames = (node: Tree): void => {
    // Fields of a subquery belong to the child object, whose relationship we do not resolve.
    if (node instanceof SubQueryContext || node instanceof FromNameListContext || node instanceof TypeRefContext) return;
    if (node instanceof FieldNameContext) report(node, checkPath(schema, from, node.getText().split('.')));
    else for (const child of node.children ?? []) visitNames(child);
  };
  visitNames(tree(query));
}
