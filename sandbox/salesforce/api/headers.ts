/** What the `Sforce-*` request headers ask for. */

import type { AccessMode, DmlOptions } from '../contract.ts';
import type { Headers } from './call.ts';
import { refuse } from './failure.ts';

const USER_MODE: AccessMode = 'user';

/** `a=1; b=2` as a map with lower-case keys. */
function optionsOf(text: string | undefined): ReadonlyMap<string, string> {
  const pairs = (text ?? '').split(/[;,]/).map((pair) => pair.split('='));
  return new Map(pairs.map(([key = '', value = '']) => [key.trim().toLowerCase(), value.trim()]));
}

/** `Sforce-Auto-Assign`, for creates and updates alike: where it is missing the active assignment rule applies (REST API guide, "Assignment rule header"). */
function autoAssign(headers: Headers): boolean | string {
  const text = headers['sforce-auto-assign'];
  if (text === undefined || text === '') return true;
  if (/^(true|1)$/i.test(text)) return true;
  return /^(false|0)$/i.test(text) ? false : text;
}

/** Save options of a write with these headers; API calls are always in user mode with sharing. */
export function dmlOptions(headers: Headers, allOrNone: boolean): DmlOptions {
  const allowSave = optionsOf(headers['sforce-duplicate-rule-header']).get('allowsave') === 'true';
  return { allOrNone, access: USER_MODE, sharing: true, duplicateRuleAllowSave: allowSave, autoAssign: autoAssign(headers) };
}

/** The client id of `Sforce-Call-Options`, as change events carry it. */
export const callerClient = (headers: Headers): string | undefined => optionsOf(headers['sforce-call-options']).get('client');

const BATCH_MIN = 200;
const BATCH_MAX = 2_000;

/** Rows per query page: 2,000 unless `Sforce-Query-Options: batchSize` says 200 to 2,000; values outside are brought into the range. */
export function queryBatchSize(headers: Headers): number {
  const text = optionsOf(headers['sforce-query-options']).get('batchsize');
  if (text === undefined) return BATCH_MAX;
  const size = Number(text);
  return Number.isInteger(size) ? Math.min(BATCH_MAX, Math.max(BATCH_MIN, size)) : BATCH_MAX;
}

/** A conditional header's instant in whole seconds, or undefined when the header is absent. A bad date is a 400. */
export function conditionSeconds(headers: Headers, name: 'if-modified-since' | 'if-unmodified-since'): number | undefined {
  const text = headers[name];
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw refuse(400, 'INVALID_HEADER_VALUE', `Invalid value for header ${name}: ${text}`);
  return Math.floor(at / 1000);
}
