/**
 * Preflight's questions to the org. Validation rules are told by the Tooling API alone, to users who may view setup; their formula for one row at
 * a time. Source: https://developer.salesforce.com/docs/atlas.en-us.api_tooling.meta/api_tooling/tooling_api_objects_validationrule.htm
 */
import type { GatewayResult, GuardingRule, ObjectAccess, SalesforceReadiness } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import type { Session } from './session.ts';
import { inList, quote } from './soql.ts';

type Context = { readonly session: Session; readonly readTimeoutMs: number };
type Described = { readonly queryable?: boolean; readonly createable?: boolean; readonly updateable?: boolean; readonly deletable?: boolean };
type RuleRow = {
  readonly Id: string;
  readonly ValidationName: string;
  readonly ErrorMessage: string | null;
  readonly EntityDefinition: { readonly QualifiedApiName: string } | null;
};
type FormulaRow = { readonly Metadata: { readonly errorConditionFormula?: string | null } | null };
type Rows<T> = { readonly records: readonly T[] };

const permissionSet = 'Fieldwise_Integration';
/** One call each: an org with more rules than this is told about the rest without a look at their formulas. */
const formulasMax = 40;
/** Ways a formula lets some users pass. */
const bypass = /\$(?:Permission|Profile|User|UserRole|Setup)\./i;

function plainly<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

export function createReadiness({ session, readTimeoutMs }: Context): SalesforceReadiness {
  const get = <T>(name: string, path: string): Promise<CallResult<T>> => session.call<T>({ name, method: 'GET', path, timeoutMs: readTimeoutMs });
  const tooling = <T>(soql: string): Promise<CallResult<Rows<T>>> => get(`preflight-guards`, `/tooling/query?q=${encodeURIComponent(soql)}`);

  async function withBypass(row: RuleRow, isAsked: boolean): Promise<GuardingRule> {
    const told = isAsked ? await tooling<FormulaRow>(`SELECT Metadata FROM ValidationRule WHERE Id = ${quote(row.Id)}`) : null;
    const formula = told?.ok === true ? told.value.records[0]?.Metadata?.errorConditionFormula : null;
    return {
      object: row.EntityDefinition?.QualifiedApiName ?? '',
      name: row.ValidationName,
      message: row.ErrorMessage ?? '',
      hasBypass: typeof formula === 'string' ? bypass.test(formula) : null,
    };
  }

  return {
    async access(objects) {
      const found: ObjectAccess[] = [];
      for (const object of objects) {
        const answer = await get<Described>('preflight-describe', `/sobjects/${object}/describe`);
        // An object the user may not see is not there for it.
        if (!answer.ok && answer.failure.code !== 'NOT_FOUND') return plainly(answer);
        const { queryable = false, createable = false, updateable = false, deletable = false } = answer.ok ? answer.value : {};
        found.push({ object, canRead: queryable, canCreate: createable, canUpdate: updateable, canDelete: deletable });
      }
      return { ok: true, value: found };
    },
    async guards(objects) {
      if (objects.length === 0) return { ok: true, value: [] };
      const columns = 'Id, ValidationName, ErrorMessage, EntityDefinition.QualifiedApiName';
      const rules = await tooling<RuleRow>(
        `SELECT ${columns} FROM ValidationRule WHERE EntityDefinition.QualifiedApiName IN ${inList(objects)} AND Active = true`,
      );
      if (!rules.ok) return plainly(rules);
      const guards: GuardingRule[] = [];
      for (const [index, row] of rules.value.records.entries()) guards.push(await withBypass(row, index < formulasMax));
      return { ok: true, value: guards };
    },
    async hasPermissionSet() {
      const { userId } = session.token();
      const rows = await queryAllPages(session, {
        name: 'preflight-permission-set',
        soql: `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = ${quote(userId)} AND PermissionSet.Name = ${quote(permissionSet)} LIMIT 1`,
        timeoutMs: readTimeoutMs,
      });
      return rows.ok ? { ok: true, value: rows.value.length > 0 } : plainly(rows);
    },
  };
}
