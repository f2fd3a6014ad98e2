/** What an ingest job does with its rows: chunks of 200, each its own transaction with its own triggers. */

import type { DmlOperation, FieldValue, ObjectSchema, Row, SaveResult } from '../../contract.ts';
import type { ApiServices } from '../call.ts';
import { BATCH_ROWS } from './jobs.ts';
import type { Job } from './jobs.ts';

/** Triggers see 200 rows at a time, with fresh limits for each (Apex Developer Guide, "Bulk API … Apex limits"). */
const CHUNK = 200;
/** Writes nothing into a field that is given as this; a blank cell leaves the field alone (Bulk API 2.0, "Prepare CSV Files"). */
const NULL = '#N/A';

/** The columns of an upload as row keys; throws with the platform's words for one that does not exist. */
export function columnsOf(object: ObjectSchema, header: readonly string[]): readonly string[] {
  return header.map((name) => {
    const field = object.fields.get(name.toLowerCase());
    const relation = name.split('.')[0]?.toLowerCase();
    const isParent = name.includes('.') && [...object.fields.values()].some((f) => f.relationshipName?.toLowerCase() === relation);
    if (field === undefined && !isParent) throw new Error(`InvalidBatch : Field name not found : ${name}`);
    return field?.name ?? name;
  });
}

function cell(object: ObjectSchema, name: string, text: string): FieldValue {
  if (text === NULL) return null;
  return object.fields.get(name.toLowerCase())?.type === 'boolean' ? /^(?:true|1|yes|y)$/i.test(text) : text;
}

function rowOf(object: ObjectSchema, columns: readonly string[], cells: readonly string[]): Row {
  const row: Row = {};
  for (const [index, name] of columns.entries()) {
    const text = cells[index] ?? '';
    if (text !== '') row[name] = cell(object, name, text);
  }
  return row;
}

/** `CODE:message:Field,Field --`, as the results file has it. */
const wording = ({ errors }: SaveResult): string | null =>
  errors.length === 0 ? null : errors.map((e) => `${e.statusCode}:${e.message}:${e.fields.join(',')} --`).join(' ');

const OPERATIONS: Readonly<Record<string, DmlOperation>> = { insert: 'insert', update: 'update', upsert: 'upsert', delete: 'delete' };

/** Saves the next chunk of a job's rows; true when none is left. A chunk never reaches over a batch of 10,000. */
export function ingestStep(services: ApiServices, job: Job): boolean {
  const object = services.org.object(job.object);
  const operation = OPERATIONS[job.operation];
  const [header = [], ...rows] = job.upload ?? [];
  if (object === undefined || operation === undefined) throw new Error(`InvalidBatch : ${job.object} cannot be processed`);
  const columns = columnsOf(object, header);
  const start = job.outcomes.length;
  const end = Math.min(start + CHUNK, Math.ceil((start + 1) / BATCH_ROWS) * BATCH_ROWS, rows.length);
  const chunk = rows.slice(start, end).map((cells) => rowOf(object, columns, cells));
  if (chunk.length === 0) return true;
  const externalId = operation === 'upsert' && job.externalIdFieldName !== null ? { externalIdField: job.externalIdFieldName } : {};
  // Without a rule named by the job no assignment rule runs; duplicate rules hold.
  const options = { allOrNone: false, access: 'user', sharing: true, autoAssign: false, ...externalId } as const;
  const results = services.org.transaction({ userId: job.userId, quiddity: 'BULK_API' }, (t) => t.dml(operation, object.name, chunk, options));
  for (const result of results) job.outcomes.push({ id: result.id ?? '', created: result.created, error: wording(result) });
  services.noteWrites(operation === 'insert' ? 'create' : operation, object.name, results.filter((r) => r.success).length);
  return job.outcomes.length >= rows.length;
}

/** The results files: rows that were saved, rows that were not, rows never looked at. */
export function ingestResults(job: Job, which: string): readonly (readonly string[])[] | null {
  const [header = [], ...rows] = job.upload ?? [];
  const of = (isWanted: (error: string | null) => boolean, mark: (index: number) => readonly string[]): string[][] =>
    job.outcomes.flatMap((outcome, index) => (isWanted(outcome.error) ? [[...mark(index), ...(rows[index] ?? [])]] : []));
  const outcome = (index: number) => job.outcomes[index] ?? { id: '', created: false, error: '' };
  if (which === 'successfulresults')
    return [
      ['sf__Id', 'sf__Created', ...header],
      ...of(
        (error) => error === null,
        (i) => [outcome(i).id, String(outcome(i).created)],
      ),
    ];
  if (which === 'failedresults')
    return [
      ['sf__Id', 'sf__Error', ...header],
      ...of(
        (error) => error !== null,
        (i) => [outcome(i).id, outcome(i).error ?? ''],
      ),
    ];
  if (which === 'unprocessedrecords') return [header, ...rows.slice(job.outcomes.length)];
  return null;
}
