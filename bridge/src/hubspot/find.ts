import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/objects/index.js';
import type { WireRecord } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { alwaysRead, hasUniqueKey, keyProperty } from './names.ts';
import { readAll } from './read.ts';
import { toWireRecord } from './records.ts';
import type { HubSpotObject } from './records.ts';

export type FindResult = readonly { readonly value: string; readonly records: readonly WireRecord[] }[];

/** Page size and ceiling of search, and the room its 3,000-character body leaves for values. */
export const searchPageMax = 200;
const searchTotalMax = 10_000;
const searchValuesChars = 2_000;

/** Text HubSpot stores as a unique id and so can read by directly; search would lag behind the index. */
function isUnique(object: string, field: string): boolean {
  return (field === keyProperty && hasUniqueKey(object)) || (object === 'contacts' && field === 'email');
}

function emailsOf(record: HubSpotObject): readonly string[] {
  const secondary = (record.properties['hs_additional_emails'] ?? '').split(';');
  return [record.properties['email'] ?? '', ...secondary].map((email) => email.trim().toLowerCase()).filter((email) => email !== '');
}

function valuesOf(record: HubSpotObject, field: string): readonly string[] {
  if (field === 'email') return emailsOf(record);
  return [(record.properties[field] ?? '').toLowerCase()];
}

/** Batches of values that fit one search body. */
function searchChunks(values: readonly string[]): readonly (readonly string[])[] {
  const chunks: string[][] = [];
  let size = Infinity;
  for (const value of values) {
    if (size + value.length + 3 > searchValuesChars) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(value);
    size += value.length + 3;
  }
  return chunks;
}

async function searchValues(
  calls: Calls,
  object: string,
  field: string,
  values: readonly string[],
  properties: readonly string[],
): Promise<CallResult<readonly HubSpotObject[]>> {
  const records: HubSpotObject[] = [];
  let after: string | undefined;
  do {
    const request = {
      filterGroups: [{ filters: [{ propertyName: field, operator: FilterOperatorEnum.In, values: [...values] }] }],
      properties: [...properties],
      limit: searchPageMax,
      ...(after === undefined ? {} : { after }),
    };
    const answer = await calls.search('find', (client) => client.crm.objects.searchApi.doSearch(object, request));
    if (!answer.ok) return answer;
    records.push(...answer.value.results);
    after = answer.value.paging?.next?.after;
  } while (after !== undefined && records.length < searchTotalMax);
  return { ok: true, value: records };
}

async function bySearch(
  calls: Calls,
  object: string,
  field: string,
  values: readonly string[],
  properties: readonly string[],
): Promise<CallResult<readonly HubSpotObject[]>> {
  const records: HubSpotObject[] = [];
  for (const chunk of searchChunks(values)) {
    const answer = await searchValues(calls, object, field, chunk, properties);
    if (!answer.ok) return answer;
    records.push(...answer.value);
  }
  return { ok: true, value: records };
}

/**
 * Records whose `field` equals any of the values, compared without case. E-mail and our key are read as ids (exact, no index lag; e-mail
 * also meets secondary addresses); any other property goes through search, which lags "a few moments" behind writes.
 */
export async function findRecords(
  calls: Calls,
  object: string,
  field: string,
  values: readonly string[],
  fields: readonly string[],
): Promise<CallResult<FindResult>> {
  const wanted = [...new Set(values.map((value) => value.toLowerCase()))];
  const properties = [...new Set([...fields, field, ...alwaysRead, ...(field === 'email' ? ['hs_additional_emails'] : [])])];
  const answer = isUnique(object, field)
    ? await readAll(calls, { object, ids: field === keyProperty ? values : wanted, properties, idProperty: field })
    : await bySearch(calls, object, field, wanted, properties);
  if (!answer.ok) return answer;
  const unique = [...new Map(answer.value.map((record) => [record.id, record])).values()];
  const result = values.map((value) => ({
    value,
    records: unique.filter((record) => valuesOf(record, field).includes(value.toLowerCase())).map((record) => toWireRecord(object, record)),
  }));
  return { ok: true, value: result };
}
