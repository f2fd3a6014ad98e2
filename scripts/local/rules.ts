/** The live rules of a local org, changed the way an admin does: exported, edited, imported, activated. */
import { call, salesforceAs, until } from './crm.ts';
import type { RunFile } from './crm.ts';

export type RuleShape = { readonly key: string; readonly [field: string]: unknown };
export type MappingShape = { readonly key: string; readonly rules: readonly RuleShape[]; readonly [field: string]: unknown };
/** A rule file as the package writes it (docs/package.md). */
export type RuleFile = { readonly mappings: readonly MappingShape[]; readonly [part: string]: unknown };

/** Runs a controller of the package as an admin. */
async function aura(run: RunFile, name: string, method: string, args: object): Promise<unknown> {
  const answer = await call(`${run.salesforce.instanceUrl}/__sandbox/aura`, { method: 'POST', body: { class: name, method, args } });
  if (answer.status >= 300) throw new Error(`${name}.${method} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  return (answer.body as { readonly result: unknown }).result;
}

/** The rules in force. */
export async function liveRules(run: RunFile): Promise<RuleFile> {
  const [active] = await salesforceAs(run, 'admin').query("SELECT Id FROM Sync_Ruleset__c WHERE Status__c = 'Active'");
  return JSON.parse(String(await aura(run, 'SyncRuleFileController', 'exportRules', { rulesetId: active?.['Id'] }))) as RuleFile;
}

/** Puts rules in force; resolves once the bridge runs by them. */
export async function activateRules(run: RunFile, file: RuleFile, note: string): Promise<void> {
  await aura(run, 'SyncRuleFileController', 'importRules', { text: JSON.stringify(file) });
  await aura(run, 'SyncOwnershipController', 'activateDraft', { note });
  const [now] = await salesforceAs(run, 'admin').query("SELECT Version__c FROM Sync_Ruleset__c WHERE Status__c = 'Active'");
  await until('the bridge runs by the new rules', 30_000, 100, async () => {
    const answer = await call(`${run.bridge.url}/api/v1/rules`, { token: run.bridge.apiToken });
    return (answer.body as { readonly version?: number }).version === Number(now?.['Version__c']);
  });
}
