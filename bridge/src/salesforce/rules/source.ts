import type { RuleSet } from '../../domain/model.ts';
import type { GatewayFailure, GatewayResult, RuleSource } from '../../engine/ports.ts';
import type { CallResult } from '../faults.ts';
import type { Names } from '../names.ts';
import { queryAllPages } from '../query.ts';
import type { ReadContext } from '../read.ts';
import type { SalesforceRecord } from '../records.ts';
import { quote } from '../soql.ts';
import { assembleRules } from './assemble.ts';
import { consentSchema, mappingSchema, ruleSchema, rulesetSchema, stageSchema } from './wire.ts';

function columns(schema: { readonly shape: Readonly<Record<string, unknown>> }, names: Names): string {
  return Object.keys(schema.shape)
    .map((name) => (name === 'Id' ? name : names.own(name)))
    .join(',');
}

function invalid(problems: readonly string[]): { readonly ok: false; readonly failure: GatewayFailure } {
  return { ok: false, failure: { kind: 'permanent', code: 'RULES_INVALID', message: problems.join('\n'), retryAt: null } };
}

/** Reads the active ruleset. Errors: RULES_MISSING, RULES_INVALID (every problem, one per line), or the failure of the call. */
export function createRuleSource({ session, names, readTimeoutMs }: ReadContext): RuleSource {
  const own = names.own;
  const query = (soql: string): Promise<CallResult<readonly SalesforceRecord[]>> => queryAllPages(session, { name: 'rules', soql, timeoutMs: readTimeoutMs });

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
    const id = quote(ruleset.data.Id);
    const mappings = await query(`SELECT ${columns(mappingSchema, names)} FROM ${own('Object_Mapping__c')} WHERE ${own('Ruleset__c')} = ${id}`);
    if (!mappings.ok) return mappings;
    const parent = own('Object_Mapping__c').replace(/__c$/, '__r');
    const rules = await query(`SELECT ${columns(ruleSchema, names)} FROM ${own('Field_Rule__c')} WHERE ${parent}.${own('Ruleset__c')} = ${id}`);
    if (!rules.ok) return rules;
    const stages = await query(`SELECT ${columns(stageSchema, names)} FROM ${own('Lifecycle_Stage__c')} WHERE ${own('Ruleset__c')} = ${id}`);
    if (!stages.ok) return stages;
    const consents = await query(`SELECT ${columns(consentSchema, names)} FROM ${own('Consent_Rule__c')} WHERE ${own('Ruleset__c')} = ${id}`);
    if (!consents.ok) return consents;
    const raw = { version: ruleset.data.Version__c, mappings: mappings.value, rules: rules.value, stages: stages.value, consents: consents.value };
    const assembled = assembleRules(raw, names);
    return assembled.ok ? { ok: true, value: assembled.rules } : invalid(assembled.problems);
  }
  return { load };
}
