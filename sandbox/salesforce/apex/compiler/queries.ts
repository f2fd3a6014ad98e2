/** SOQL in square brackets: its text goes to the org with named binds, checked against the schema first. */
import type { ParseTree } from 'antlr4';
import { BoundExpressionContext, FieldNameContext, SubQueryContext, type QueryContext } from '@apexdevtools/apex-parser';
import type { ObjectSchema } from '../../contract.ts';
import type { Body } from './body.ts';
import type { Expr } from './emit.ts';
import { refuse } from './errors.ts';
import { childrenOf, parentOf } from './names.ts';
import { compileValue } from './values.ts';

export function queryLiteral(body: Body, query: QueryContext): Expr {
  const { emitter } = body;
  const { table } = emitter;
  const objectName = query.fromNameList().fieldName(0).getText();
  const schema =
    emitter.objects().find((o) => o.name.toLowerCase() === objectName.toLowerCase()) ?? refuse(query, `sObject type '${objectName}' is not supported`);
  checkFields(body, query, schema);
  checkConditions(body, query, schema);
  const access = accessOf(body, query);
  const binds: string[] = [];
  const pieces: string[] = [];
  let from = query.start.start;
  for (const bound of boundExpressions(query)) {
    pieces.push(body.source.slice(from, bound.start.start), `:b${binds.length}`);
    binds.push(`b${binds.length}:${compileValue(body, bound.expression()).js}`);
    from = (bound.stop ?? bound.start).stop + 1;
  }
  pieces.push(body.source.slice(from, (query.stop ?? query.start).stop + 1));
  const withClause = query.withClause();
  const written = withoutComments(pieces.join(''));
  const text = withClause ? written.replace(/\bWITH\s+(USER_MODE|SYSTEM_MODE)\b/i, ' ') : written;
  const call = `(${JSON.stringify(text)},{${binds.join(',')}},'${access}'`;
  const entries = query.selectList().selectEntry_list();
  const functions = entries.map((e) => e.soqlFunction()?.getText().toLowerCase() ?? '');
  if (functions.length === 1 && functions[0] === 'count()') return { js: `countQuery${call})`, type: table.lib('Integer'), isSafe: true };
  const isAggregate = query.groupByClause() !== null || functions.some((f) => /^(count|count_distinct|sum|avg|min|max)\(/.test(f));
  const record = isAggregate ? table.platform('AggregateResult') : table.ofSchema(schema);
  if (!record) return refuse(query, 'AggregateResult is missing');
  return { js: `query${call},${emitter.type(table.list(record))})`, type: table.list(record), isSafe: true, isQuery: true };
}

function accessOf(body: Body, query: QueryContext): 'user' | 'system' {
  const clause = query.withClause();
  if (!clause) return body.mode;
  if (clause.USER_MODE()) return 'user';
  if (clause.SYSTEM_MODE()) return 'system';
  if (clause.SECURITY_ENFORCED() && body.cls.apiVersion >= 67) refuse(clause, 'WITH SECURITY_ENFORCED is not supported since API version 67');
  return refuse(clause, `unsupported clause: ${clause.getText()}`);
}

function boundExpressions(tree: ParseTree): BoundExpressionContext[] {
  if (tree instanceof BoundExpressionContext) return [tree];
  const found: BoundExpressionContext[] = [];
  for (let i = 0; i < tree.getChildCount(); i += 1) found.push(...boundExpressions(tree.getChild(i)));
  return found;
}

/** Selected fields and sub-selects must exist, as the platform's compiler demands. */
function checkFields(body: Body, query: QueryContext | SubQueryContext, schema: ObjectSchema): void {
  const entries = 'selectList' in query ? query.selectList().selectEntry_list() : query.subFieldList().subFieldEntry_list();
  const alias = query.fromNameList().soqlId_list()[0]?.getText();
  for (const entry of entries) {
    if (entry.fieldName()) checkPath(body, entry.fieldName(), schema, alias);
    const sub = entry.subQuery();
    if (!sub) continue;
    const relation = sub.fromNameList().fieldName(0).soqlId_list().pop()?.getText() ?? '';
    const child =
      childrenOf(body.emitter.objects(), schema, relation) ?? refuse(sub, `Didn't understand relationship '${relation}' in FROM part of query call`);
    checkFields(body, sub, child.schema);
  }
}

/** Fields of WHERE, GROUP BY and ORDER BY; those inside semi-joins are the org's to judge. */
function checkConditions(body: Body, query: QueryContext, schema: ObjectSchema): void {
  const alias = query.fromNameList().soqlId_list()[0]?.getText();
  const visit = (tree: ParseTree): void => {
    if (tree instanceof SubQueryContext || tree instanceof BoundExpressionContext) return;
    if (tree instanceof FieldNameContext) {
      checkPath(body, tree, schema, alias);
      return;
    }
    for (let i = 0; i < tree.getChildCount(); i += 1) visit(tree.getChild(i));
  };
  for (const clause of [query.whereClause(), query.groupByClause(), query.orderByClause()]) if (clause) visit(clause);
}

function checkPath(body: Body, node: FieldNameContext, schema: ObjectSchema, alias: string | undefined): void {
  const parts = node.soqlId_list().map((id) => id.getText());
  if (parts.length > 1 && (parts[0] === alias || parts[0]?.toLowerCase() === schema.name.toLowerCase())) parts.shift();
  let at = schema;
  for (const part of parts.slice(0, -1)) {
    // A polymorphic parent can be of several types; the org judges its fields.
    const field = [...at.fields.values()].find((f) => f.relationshipName?.toLowerCase() === part.toLowerCase());
    if (field && field.referenceTo.length > 1) return;
    at = (parentOf(body.emitter.objects(), at, part) ?? refuse(node, `Didn't understand relationship '${part}' in field path`)).schema;
  }
  const last = parts[parts.length - 1] ?? '';
  if (!at.fields.has(last.toLowerCase())) refuse(node, `No such column '${last}' on entity '${at.name}'`);
}

/** Comments are Apex's, not SOQL's; quoted text is left alone. */
const withoutComments = (soql: string): string =>
  soql.replace(/('(?:[^'\\]|\\.)*')|\/\/[^\n]*|\/\*[^]*?\*\//g, (_, quoted: string | undefined) => quoted ?? ' ');
