import type { RuleSet } from '../../domain/model.ts';
import type { GatewayFailure, GatewayResult, Journal, RuleSource } from '../../engine/ports.ts';
import type { CallResult } from '../faults.ts';
import type { Names } from '../names.ts';
import { queryAllPages } from '../query.ts';
import type { ReadContext } from '../read.ts';
import type { SalesforceRecord } from '../records.ts';
import { quote } from '../soql.ts';
import { assembleRules } from './assemble.ts';
import { consentSchema, mappingSchema, ruleSchema, rulesetSchema, stageSchema } from './wire.ts';
import { activitySchema, campaignSchema, destinationSchema, relationSchema } from './wire-sharing.ts';

type Rows = readonly SalesforceRecord[];
/** One of the package's objects: its columns, and which of them (or the whole object) a package of before may not have. */
type Part = {
  readonly object: string;
  readonly columns: readonly string[];
  /** How its rows are found from the ruleset; a path through the parent for rules of mappings. */
  readonly ruleset: string;
  readonly newer: 'all' | readonly string[];
};

const partOf = (object: string, schema: { readonly shape: Readonly<Record<string, unknown>> }, newer: Part['newer'] = 'all'): Part => ({
  object,
  columns: Object.keys(schema.shape),
  ruleset: 'Ruleset__c',
  newer,
});
const mappingPart = partOf('Object_Mapping__c', mappingSchema, ['When_Erased__c', 'Kind_Field__c', 'Kind_Values__c']);
const rulePart: Part = { ...partOf('Field_Rule__c', ruleSchema, ['Create_Default__c']), ruleset: 'Object_Mapping__r.Ruleset__c' };
const childParts = {
  stages: partOf('Lifecycle_Stage__c', stageSchema),
  consents: partOf('Consent_Rule__c', consentSchema),
  relations: partOf('Relation_Rule__c', relationSchema),
  activities: partOf('Activity_Rule__c', activitySchema),
  campaigns: partOf('Campaign_Rule__c', campaignSchema),
  destinations: partOf('Destination_Rule__c', destinationSchema),
} as const;

/** What a query answers that names an object or field the org does not have, or does not show to this user. */
const unknownCodes: ReadonlySet<string> = new Set(['INVALID_TYPE', 'INVALID_FIELD']);

function invalid(problems: readonly string[]): { readonly ok: false; readonly failure: GatewayFailure } {
  return { ok: false, failure: { kind: 'permanent', code: 'RULES_INVALID', message: problems.join('\n'), retryAt: null } };
}

function soqlOf(part: Part, columns: readonly string[], rulesetId: string, { own }: Names): string {
  const named = columns.map((name) => (name === 'Id' ? name : own(name)));
  const path = part.ruleset.split('.').map(own).join('.');
  return `SELECT ${named.join(',')} FROM ${own(part.object)} WHERE ${path} = ${quote(rulesetId)}`;
}

/** Which of a part's columns the org has, as describe tells; null when it has no such object. */
async function knownColumns({ session, names, readTimeoutMs }: ReadContext, part: Part): Promise<CallResult<readonly string[] | null>> {
  const path = `/sobjects/${names.own(part.object)}/describe`;
  const answer = await session.call<{ readonly fields: readonly { readonly name: string }[] }>({
    name: 'rules',
    method: 'GET',
    path,
    timeoutMs: readTimeoutMs,
  });
  if (!answer.ok) return answer.failure.code === 'NOT_FOUND' || unknownCodes.has(answer.failure.code) ? { ok: true, value: null } : answer;
  const fields = new Set(answer.value.fields.map((field) => names.withoutNamespace(field.name)));
  return { ok: true, value: part.columns.filter((column) => fields.has(column)) };
}

/**
 * Reads the active ruleset. A package older than this bridge lacks objects and fields: they count as none, and the journal says which
 * (`rules.unknown`). Errors: RULES_MISSING, RULES_INVALID (every problem, one per line), or the failure of the call.
 */
export function createRuleSource(context: ReadContext, journal: Pick<Journal, 'event'>): RuleSource {
  const { session, names, readTimeoutMs } = context;
  const own = names.own;
  const query = (soql: string): Promise<CallResult<Rows>> => queryAllPages(session, { name: 'rules', soql, timeoutMs: readTimeoutMs });

  /** Asked for whole first, which is all there is to it in a package of this bridge's age; describe tells what an older one has. */
  async function rowsOf(part: Part, rulesetId: string): Promise<CallResult<Rows>> {
    const whole = await query(soqlOf(part, part.columns, rulesetId, names));
    if (whole.ok || !unknownCodes.has(whole.failure.code)) return whole;
    const known = await knownColumns(context, part);
    if (!known.ok) return known;
    const columns = known.value;
    if (columns === null) {
      if (part.newer !== 'all') return whole;
      journal.event('rules.unknown', { object: part.object, fields: null });
      return { ok: true, value: [] };
    }
    const missing = part.columns.filter((column) => !columns.includes(column));
    const { newer } = part;
    // What was there from the beginning is hidden from this user, not missing: rules without it would mean something else.
    if (missing.length === 0 || (newer !== 'all' && missing.some((column) => !newer.includes(column)))) return whole;
    journal.event('rules.unknown', { object: part.object, fields: missing.join(', ') });
    return query(soqlOf(part, columns, rulesetId, names));
  }

  async function childrenOf(rulesetId: string): Promise<CallResult<Readonly<Record<keyof typeof childParts, Rows>>>> {
    const kinds = Object.keys(childParts) as (keyof typeof childParts)[];
    const answers = await Promise.all(kinds.map((name) => rowsOf(childParts[name], rulesetId)));
    const found: Record<keyof typeof childParts, Rows> = { stages: [], consents: [], relations: [], activities: [], campaigns: [], destinations: [] };
    for (const [index, name] of kinds.entries()) {
      const rows = answers[index];
      if (rows?.ok === false) return rows;
      found[name] = rows?.value ?? [];
    }
    return { ok: true, value: found };
  }

  async function load(): Promise<GatewayResult<RuleSet>> {
    const active = await query(
      `SELECT Id,${own('Version__c')} FROM ${own('Sync_Ruleset__c')} WHERE ${own('Status__c')} = 'Active' ORDER BY ${own('Version__c')} DESC LIMIT 2`,
    );
    if (!active.ok) return active;
    const [first, second] = active.value;
    if (first === undefined)
      return {
        ok: false,
        failure: { kind: 'permanent', code: 'RULES_MISSING', message: 'no ruleset is active; activate one in the Fieldwise app', retryAt: null },
      };
    if (second !== undefined) return invalid(['two rulesets are active; retire one']);
    const ruleset = rulesetSchema.safeParse({ Id: first.Id, Version__c: first[own('Version__c')] });
    if (!ruleset.success) return invalid(['the active ruleset has no version number']);
    const mappings = await rowsOf(mappingPart, ruleset.data.Id);
    if (!mappings.ok) return mappings;
    const rules = await rowsOf(rulePart, ruleset.data.Id);
    if (!rules.ok) return rules;
    const children = await childrenOf(ruleset.data.Id);
    if (!children.ok) return children;
    const assembled = assembleRules({ version: ruleset.data.Version__c, mappings: mappings.value, rules: rules.value, ...children.value }, names);
    return assembled.ok ? { ok: true, value: assembled.rules } : invalid(assembled.problems);
  }
  return { load };
}
