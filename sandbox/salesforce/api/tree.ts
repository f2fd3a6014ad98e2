/** `/composite/tree/X`: parents with their children, all or nothing. */

import type { ObjectSchema, Org, Row, SaveError, Transaction } from '../contract.ts';
import { objectBody, toRow } from './body.ts';
import { isRecord } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import type { ApiFailure } from './failure.ts';
import { methodNotAllowed, refuse } from './failure.ts';
import { dmlOptions } from './headers.ts';
import { objectOf } from './read.ts';

/** sObject Tree limits (REST API Developer Guide, "sObject Tree"). */
const RECORDS_MAX = 200;
const LEVELS_MAX = 5;

type Node = {
  readonly schema: ObjectSchema;
  readonly referenceId: string;
  readonly row: Row;
  readonly children: readonly { readonly field: string; readonly nodes: readonly Node[] }[];
};

const invalid = (message: string): ApiFailure => refuse(400, 'INVALID_INPUT', message);

function childOf(org: Org, parent: ObjectSchema, relationship: string): { schema: ObjectSchema; field: string } | null {
  for (const schema of org.objects()) {
    for (const field of schema.fields.values()) {
      if (field.childRelationshipName?.toLowerCase() === relationship.toLowerCase() && field.referenceTo.includes(parent.name))
        return { schema, field: field.name };
    }
  }
  return null;
}

const nestedRecords = (value: unknown): readonly unknown[] | null => (isRecord(value) && Array.isArray(value['records']) ? value['records'] : null);

function parseNode(org: Org, schema: ObjectSchema, value: unknown, level: number): Node {
  if (level > LEVELS_MAX) throw invalid(`Records can be nested at most ${LEVELS_MAX} levels deep.`);
  const attributes = isRecord(value) ? value['attributes'] : undefined;
  if (!isRecord(value) || !isRecord(attributes) || typeof attributes['referenceId'] !== 'string')
    throw invalid('Include a reference ID for each record in the request.');
  const plain: Record<string, unknown> = {};
  const children: { field: string; nodes: Node[] }[] = [];
  for (const [name, item] of Object.entries(value)) {
    const records = nestedRecords(item);
    if (records === null) {
      plain[name] = item;
      continue;
    }
    const child = childOf(org, schema, name);
    if (child === null) throw refuse(400, 'INVALID_FIELD', `No such column '${name}' on sobject of type ${schema.name}`);
    children.push({ field: child.field, nodes: records.map((record) => parseNode(org, child.schema, record, level + 1)) });
  }
  return { schema, referenceId: attributes['referenceId'], row: toRow(org, schema, plain), children };
}

const countOf = (nodes: readonly Node[]): number =>
  nodes.reduce((sum, node) => sum + 1 + node.children.reduce((inner, child) => inner + countOf(child.nodes), 0), 0);

type Saved = { readonly referenceId: string; readonly id: string };

class TreeFailure extends Error {
  readonly results: readonly { readonly referenceId: string; readonly errors: readonly SaveError[] }[];
  constructor(results: TreeFailure['results']) {
    super('tree failed');
    this.results = results;
  }
}

function insertLevel(transaction: Transaction, call: ApiCall, nodes: readonly Node[], saved: Saved[]): void {
  const schema = nodes[0]?.schema;
  if (schema === undefined) return;
  const results = transaction.dml(
    'insert',
    schema.name,
    nodes.map((node) => node.row),
    dmlOptions(call.headers, true),
  );
  const failed = results.flatMap((result, index) => (result.success ? [] : [{ referenceId: nodes[index]?.referenceId ?? '', errors: result.errors }]));
  if (failed.length > 0) throw new TreeFailure(failed);
  nodes.forEach((node, index) => saved.push({ referenceId: node.referenceId, id: results[index]?.id ?? '' }));
  nodes.forEach((node, index) => {
    for (const child of node.children) {
      for (const nested of child.nodes) nested.row[child.field] = results[index]?.id ?? null;
      insertLevel(transaction, call, child.nodes, saved);
    }
  });
}

/** Answers POST `/composite/tree/X`. */
export function answerTree(services: ApiServices, call: ApiCall): ApiAnswer {
  if (call.method !== 'POST') throw methodNotAllowed(call.method, ['POST']);
  const schema = objectOf(services.org, call.session.userId, call.path[2]);
  const records = objectBody(call.body)['records'];
  if (!Array.isArray(records)) throw refuse(400, 'JSON_PARSER_ERROR', 'Property "records" is required.');
  const nodes = records.map((record) => parseNode(services.org, schema, record, 1));
  if (countOf(nodes) > RECORDS_MAX) throw invalid(`The maximum number of records allowed is ${RECORDS_MAX}.`);
  const saved: Saved[] = [];
  try {
    call.transact((transaction) => insertLevel(transaction, call, nodes, saved));
  } catch (error) {
    if (!(error instanceof TreeFailure)) throw error;
    const results = error.results.map(({ referenceId, errors }) => ({
      referenceId,
      errors: errors.map(({ statusCode, message, fields }) => ({ statusCode, message, fields })),
    }));
    return { status: 400, body: { hasErrors: true, results } };
  }
  services.noteWrites('create', schema.name, saved.length);
  return { status: 201, body: { hasErrors: false, results: saved } };
}
