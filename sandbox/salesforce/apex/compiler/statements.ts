/** Statements to JavaScript. Each answers its text and whether control can run past its end. */
import type { ParserRuleContext } from 'antlr4';
import type {
  BlockContext,
  ExpressionContext,
  ForStatementContext,
  IfStatementContext,
  LocalVariableDeclarationContext,
  StatementContext,
  SwitchStatementContext,
  TryStatementContext,
  WhenLiteralContext,
  EnhancedForControlContext,
  AccessLevelContext,
} from '@apexdevtools/apex-parser';
import type { Body } from './body.ts';
import { convert } from './conversions.ts';
import type { Expr } from './emit.ts';
import { CompileError, refuse } from './errors.ts';
import { condition, equalityJs, unquote } from './expressions.ts';
import { nameExpression } from './names.ts';
import { conversionCost, NO_CONVERSION, type ApexType } from './types.ts';
import { compileAs, compileValue } from './values.ts';

export type Compiled = { readonly js: string; readonly ends: boolean };

const run = (js: string): Compiled => ({ js, ends: false });

export function compileBlock(body: Body, block: BlockContext): Compiled {
  return body.scoped(() => compileAll(body, block.statement_list()));
}

export function compileAll(body: Body, statements: readonly StatementContext[]): Compiled {
  let js = '';
  let ends = false;
  for (const statement of statements) {
    if (ends) refuse(statement, 'Unreachable statement');
    let compiled: Compiled;
    try {
      compiled = compileStatement(body, statement);
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      // One bad statement must not hide the next one's errors.
      body.emitter.declarations.guard(body.cls.file, () => {
        throw error;
      });
      compiled = { js: '', ends: statement.returnStatement() !== null };
    }
    js += compiled.js;
    ends = compiled.ends;
  }
  return { js, ends };
}

export function compileStatement(body: Body, node: StatementContext): Compiled {
  if (node.block()) {
    const inner = compileBlock(body, node.block());
    return { js: `{${inner.js}}`, ends: inner.ends };
  }
  if (node.expressionStatement()) return run(`${body.mark(node)}${compileValue(body, node.expressionStatement().expression()).js};\n`);
  if (node.localVariableDeclarationStatement()) return run(`${declareLocals(body, node.localVariableDeclarationStatement().localVariableDeclaration())}`);
  if (node.ifStatement()) return ifStatement(body, node.ifStatement());
  if (node.returnStatement()) return returnStatement(body, node);
  if (node.forStatement()) return forStatement(body, node.forStatement());
  if (node.tryStatement()) return tryStatement(body, node.tryStatement());
  if (node.throwStatement()) return { js: `${body.mark(node)}thrown(${exceptionValue(body, node.throwStatement().expression())});\n`, ends: true };
  if (node.switchStatement()) return switchStatement(body, node.switchStatement());
  if (node.whileStatement()) {
    const loop = node.whileStatement();
    const test = condition(body, loop.parExpression().expression());
    return {
      js: `${body.mark(node)}while(${test}){X.tick();${loopBody(body, loop.statement())}${body.mark(loop.parExpression())}}\n`,
      ends: test === 'true' && !/\bbreak;/.test(loop.getText()),
    };
  }
  if (node.doWhileStatement()) {
    const loop = node.doWhileStatement();
    body.loopDepth += 1;
    const inner = compileBlock(body, loop.block());
    body.loopDepth -= 1;
    return run(`do{X.tick();${inner.js}}while(${condition(body, loop.parExpression().expression())});\n`);
  }
  if (node.breakStatement() || node.continueStatement()) {
    if (body.loopDepth === 0) refuse(node, `${node.breakStatement() ? 'break' : 'continue'} outside a loop`);
    return { js: `${body.mark(node)}${node.breakStatement() ? 'break' : 'continue'};\n`, ends: true };
  }
  if (node.runAsStatement()) return runAs(body, node);
  return dmlStatement(body, node);
}

function exceptionValue(body: Body, node: ExpressionContext): string {
  const expr = compileValue(body, node);
  if (!body.isExceptionType(expr.type)) refuse(node, `Throw expression must be of type exception: ${expr.type.name}`);
  return expr.js;
}

function declareLocals(body: Body, node: LocalVariableDeclarationContext): string {
  const type = body.typeRef(node.typeRef());
  const isFinal = node.modifier_list().some((m) => m.FINAL());
  let js = '';
  for (const declarator of node.variableDeclarators().variableDeclarator_list()) {
    const value = declarator.expression() ? compileAs(body, declarator.expression(), type) : 'null';
    const local = body.declare(declarator.id().getText(), type, declarator, isFinal && declarator.expression() !== null);
    js += `${declarator.expression() ? body.mark(declarator) : ''}let ${local.js}=${value};\n`;
  }
  return js;
}

function nested(body: Body, node: StatementContext | null): Compiled {
  return node ? body.scoped(() => compileStatement(body, node)) : run('');
}

function ifStatement(body: Body, node: IfStatementContext): Compiled {
  const test = condition(body, node.parExpression().expression());
  const [yesNode, noNode] = node.statement_list();
  const yes = nested(body, yesNode ?? null);
  const no = noNode ? nested(body, noNode) : null;
  return { js: `${body.mark(node)}if(${test}){${yes.js}}${no ? `else{${no.js}}` : ''}\n`, ends: yes.ends && (no?.ends ?? false) };
}

function returnStatement(body: Body, node: StatementContext): Compiled {
  const value = node.returnStatement().expression();
  if (value && body.returns.kind === 'void') refuse(node, 'Invalid return from a void method');
  if (!value && body.returns.kind !== 'void') refuse(node, `Missing return value of type ${body.returns.name}`);
  if (body.isInRunAs) refuse(node, 'this runtime does not support return inside System.runAs');
  return { js: `${body.mark(node)}return${value ? ` ${compileAs(body, value, body.returns)}` : body.isConstructor ? ' this' : ''};\n`, ends: true };
}

function loopBody(body: Body, statement: StatementContext | null): string {
  body.loopDepth += 1;
  const inner = nested(body, statement);
  body.loopDepth -= 1;
  return inner.js;
}

function forStatement(body: Body, node: ForStatementContext): Compiled {
  const control = node.forControl();
  const each = control.enhancedForControl();
  if (each) return body.scoped(() => forEach(body, node, each));
  return body.scoped(() => {
    const init = control.forInit();
    let setup = '';
    if (init?.localVariableDeclaration()) setup = declareLocals(body, init.localVariableDeclaration());
    else for (const e of init?.expressionList()?.expression_list() ?? []) setup += `${compileValue(body, e).js};`;
    const test = control.expression() ? condition(body, control.expression()) : 'true';
    const update =
      control
        .forUpdate()
        ?.expressionList()
        .expression_list()
        .map((e) => compileValue(body, e).js)
        .join(',') ?? '';
    return run(`{${body.mark(node)}${setup}for(;${test};${update}){X.tick();${loopBody(body, node.statement())}}}\n`);
  });
}

function forEach(body: Body, node: ForStatementContext, each: EnhancedForControlContext): Compiled {
  const source = compileValue(body, each.expression());
  const type = body.typeRef(each.typeRef());
  const element = elementOf(body, source, each);
  const { table } = body.emitter;
  const raw = body.temp();
  const local = body.declare(each.id().getText(), type, each);
  // for (List<Account> chunk : [SELECT …]) walks the result in lists of 200.
  if (source.isQuery && type.library?.name === 'List') {
    const chunk = convert(body, { js: raw, type: source.type }, type, each);
    return run(`${body.mark(node)}for(${raw} of chunks(${source.js})){X.tick();let ${local.js}=${chunk};${loopBody(body, node.statement())}}\n`);
  }
  const castsDown = conversionCost(element, type, table) >= NO_CONVERSION && element.kind === 'sobject' && type.kind === 'sobject';
  const value = castsDown ? `castTo(${raw},${body.emitter.type(type)})` : convert(body, { js: raw, type: element }, type, each);
  const holder = `$e${local.js}`;
  return run(
    `${body.mark(node)}for(const ${holder} of each(${source.js})){X.tick();let ${local.js}=${value.replaceAll(raw, holder)};${loopBody(body, node.statement())}${body.mark(node)}}\n`,
  );
}

function elementOf(body: Body, source: Expr, at: ParserRuleContext): ApexType {
  const found = iterableElement(body, source.type);
  if (found) return found;
  return refuse(at, `Loop must iterate over a collection: ${source.type.name}`);
}

function iterableElement(body: Body, type: ApexType): ApexType | null {
  if (type.kind === 'library' && ['List', 'Set', 'Iterable', 'Iterator'].includes(type.library?.name ?? '')) return type.args[0] ?? null;
  for (const parent of type.cls?.interfaces ?? []) {
    const found = iterableElement(body, parent);
    if (found) return found;
  }
  return type.cls?.superType ? iterableElement(body, type.cls.superType) : null;
}

function tryStatement(body: Body, node: TryStatementContext): Compiled {
  const block = compileBlock(body, node.block());
  let js = `try{${block.js}}`;
  let ends = block.ends;
  const clauses = node.catchClause_list();
  if (clauses.length) {
    const caught = `$x${body.temps.length}`;
    body.temp();
    let chain = '';
    for (const clause of clauses) {
      const name = clause.qualifiedName().getText();
      const type = body.emitter.declarations.named(name, [], body.cls) ?? refuse(clause, `Invalid type: ${name}`);
      if (!body.isExceptionType(type)) refuse(clause, `Catch type must be an exception: ${name}`);
      body.scoped(() => {
        const local = body.declare(clause.id().getText(), type, clause);
        const inner = compileBlock(body, clause.block());
        ends = ends && inner.ends;
        chain += `${type.name === 'Exception' ? '' : `if(isA(${caught},${body.emitter.type(type)}))`}{let ${local.js}=${caught};${body.mark(clause)}${inner.js}}`;
        if (type.name !== 'Exception') chain += 'else ';
      });
    }
    const isOpen = chain.endsWith('else ');
    js += `catch($e){const ${caught}=X.caught($e);${chain}${isOpen ? 'throw $e;' : ''}}`;
  }
  if (node.finallyBlock()) {
    const last = compileBlock(body, node.finallyBlock().block());
    js += `finally{${last.js}}`;
    ends = ends || last.ends;
  }
  return { js: `${js}\n`, ends };
}

function switchStatement(body: Body, node: SwitchStatementContext): Compiled {
  const subject = compileValue(body, node.expression());
  const value = `$w${body.temps.length}`;
  body.temp();
  const on: Expr = { js: value, type: subject.type };
  let chain = '';
  let allEnd = true;
  let hasElse = false;
  for (const when of node.whenControl_list()) {
    const choice = when.whenValue();
    body.scoped(() => {
      let test = '';
      let bind = '';
      if (choice.typeRef() && choice.id()) {
        const type = body.typeRef(choice.typeRef());
        const local = body.declare(choice.id().getText(), type, choice);
        test = `isA(${value},${body.emitter.type(type)})`;
        bind = `let ${local.js}=${value};`;
      } else if (choice.ELSE()) hasElse = true;
      else
        test = choice
          .whenLiteral_list()
          .map((literal) => whenTest(body, on, literal))
          .join('||');
      const inner = compileBlock(body, when.block());
      allEnd = allEnd && inner.ends;
      chain += test ? `${chain ? 'else ' : ''}if(${test}){${bind}${inner.js}}` : chain ? `else{${inner.js}}` : `{${inner.js}}`;
    });
  }
  return { js: `${body.mark(node)}{const ${value}=${subject.isQuery ? 'single' : ''}(${subject.js});${chain}}\n`, ends: allEnd && hasElse };
}

function whenTest(body: Body, on: Expr, node: WhenLiteralContext): string {
  if (node.whenLiteral()) return whenTest(body, on, node.whenLiteral());
  const { table } = body.emitter;
  if (node.NULL()) return `${on.js}===null`;
  const name = node.qualifiedName();
  if (name) {
    const text = name.getText();
    if (on.type.cls?.kind === 'enum') {
      if (!on.type.cls.constants.has(text.toLowerCase())) refuse(node, `No such enum value: ${on.type.name}.${text}`);
      return `${on.js}===$E(${on.type.cls.index},'${text.toLowerCase()}')`;
    }
    if (on.type.library?.isEnum) {
      const property = on.type.library.properties.get(text.toLowerCase()) ?? refuse(node, `No such enum value: ${on.type.name}.${text}`);
      if (property.get) return `${on.js}===${body.emitter.constant(Reflect.apply(property.get, null, []))}`;
    }
    return equalityJs(on, nameExpression(body, text, node), false);
  }
  const string = node.StringLiteral();
  // Text in a switch is compared with case, unlike ==.
  if (string)
    return on.type.name === 'String' ? `${on.js}===${JSON.stringify(unquote(string.getText()))}` : refuse(node, `when value must be of type ${on.type.name}`);
  const negative = node.SUB_list().length % 2 === 1 ? '-' : '';
  if (node.IntegerLiteral()) return equalityJs(on, { js: `${negative}${node.IntegerLiteral().getText()}`, type: table.lib('Integer'), isSafe: true }, false);
  if (node.LongLiteral())
    return equalityJs(on, { js: `${negative}${node.LongLiteral().getText().slice(0, -1)}n`, type: table.lib('Long'), isSafe: true }, false);
  return refuse(node, `unsupported when value: ${node.getText()}`);
}

function runAs(body: Body, node: StatementContext): Compiled {
  const statement = node.runAsStatement();
  const user = statement.expressionList()?.expression(0) ?? refuse(node, 'System.runAs needs a user');
  const expr = compileValue(body, user);
  if (expr.type.name !== 'User' && !expr.isQuery) refuse(node, `System.runAs needs a User: ${expr.type.name}`);
  const js = expr.isQuery ? `single(${expr.js})` : expr.js;
  // The block becomes a function of its own, so control may not leave it early.
  const { loopDepth, isInRunAs } = body;
  body.loopDepth = 0;
  body.isInRunAs = true;
  const inner = compileBlock(body, statement.block());
  Object.assign(body, { loopDepth, isInRunAs });
  return run(`${body.mark(node)}runAs(${js},()=>{${inner.js}});\n`);
}

function dmlStatement(body: Body, node: StatementContext): Compiled {
  const simple = node.insertStatement() ?? node.updateStatement() ?? node.deleteStatement() ?? node.undeleteStatement() ?? node.upsertStatement();
  if (!simple) return refuse(node, `unsupported statement: ${node.getText()}`);
  const operation = simple.getChild(0).getText().toLowerCase();
  const expr = compileValue(body, simple.expression());
  const isRecord = expr.type.kind === 'sobject';
  const isList = expr.type.library?.name === 'List' && expr.type.args[0]?.kind === 'sobject';
  if (!isRecord && !isList) refuse(node, `DML requires SObject or SObject list type: ${expr.type.name}`);
  const keyName = node.upsertStatement()?.qualifiedName()?.getText();
  const key = keyName ? `,'${keyName.split('.').pop() ?? ''}'` : '';
  return run(`${body.mark(node)}dml('${operation}',${expr.js},'${modeOf(simple.accessLevel(), body)}'${key});\n`);
}

function modeOf(level: AccessLevelContext | null, body: Body): 'user' | 'system' {
  if (!level) return body.mode;
  return level.USER() ? 'user' : 'system';
}
