/** What a person does in the user interface and REST has no resource for: merge, convert, undelete, call a controller. */

import { z } from 'zod';
import { ControlError } from '../../../control/index.ts';
import type { ControlPlane } from '../../../control/index.ts';
import type { ApexProgram, CalloutAnswer, CalloutRequest, Org, Row, SaveResult } from '../../contract.ts';
import { toRow } from '../body.ts';
import { withCallouts } from '../callouts.ts';
import { dmlOptions } from '../headers.ts';
import { to18 } from '../ids.ts';

/** In the browser the rule runs only where the person ticks the box. */
const UNASSIGNED = { 'sforce-auto-assign': 'FALSE' };

export type PersonServices = {
  readonly org: Org;
  readonly apex: ApexProgram | null;
  /** User id of a persona's name or of a user id; undefined when there is no such user. */
  readonly userIdOf: (as: string) => string | undefined;
  /** Makes a callout of Apex as a user. */
  readonly callOut: (userId: string, request: CalloutRequest) => Promise<CalloutAnswer>;
};

const Merge = z.strictObject({
  as: z.string().default('admin'),
  object: z.string(),
  masterId: z.string(),
  loserIds: z.array(z.string()).min(1).max(2),
  values: z.record(z.string(), z.unknown()).default({}),
});
const Convert = z.strictObject({
  as: z.string().default('admin'),
  leadId: z.string(),
  convertedStatus: z.string().default('Closed - Converted'),
  accountId: z.string().optional(),
  contactId: z.string().optional(),
  opportunityId: z.string().optional(),
  opportunityName: z.string().optional(),
  ownerId: z.string().optional(),
  doNotCreateOpportunity: z.boolean().optional(),
  overwriteLeadSource: z.boolean().optional(),
});
const Undelete = z.strictObject({ as: z.string().default('admin'), ids: z.array(z.string()).min(1).max(200) });
const Aura = z.strictObject({ as: z.string().default('admin'), class: z.string(), method: z.string(), args: z.record(z.string(), z.unknown()).default({}) });

/** Reads a control body, or refuses it with what is wrong. */
export function parsed<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const result = schema.safeParse(body ?? {});
  if (result.success) return result.data;
  throw new ControlError(z.prettifyError(result.error));
}

type Answer = { readonly status?: number; readonly body: unknown };
const saved = (result: SaveResult): Answer => ({ status: result.success ? 200 : 422, body: result });

function user({ userIdOf }: PersonServices, as: string): string {
  const userId = userIdOf(as);
  if (userId === undefined) throw new ControlError(`there is no persona or user ${as}`);
  return userId;
}

/** A failure that the platform words, with its code. */
function failureOf(error: unknown): Answer {
  if (error instanceof ControlError || !(error instanceof Error)) throw error;
  const code = 'code' in error ? error.code : 'typeName' in error ? error.typeName : error.name;
  return { status: 422, body: { success: false, errors: [{ statusCode: code, message: error.message }] } };
}

/** Runs work as a person. */
function attempt(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    return failureOf(error);
  }
}

function merge(services: PersonServices, body: unknown): Answer {
  const { as, object, masterId, loserIds, values } = parsed(Merge, body);
  const { org } = services;
  const schema = org.object(object);
  if (schema === undefined) throw new ControlError(`there is no object ${object}`);
  const master: Row = { ...toRow(org, schema, values), Id: to18(masterId) };
  return attempt(() =>
    saved(
      org.transaction({ userId: user(services, as), quiddity: 'SYNCHRONOUS' }, (transaction) => {
        if (transaction.mergeRecords === undefined) throw new ControlError('this org cannot merge');
        return transaction.mergeRecords(schema.name, master, loserIds.map(to18), dmlOptions(UNASSIGNED, true));
      }),
    ),
  );
}

function convert(services: PersonServices, body: unknown): Answer {
  const { as, ...request } = parsed(Convert, body);
  return attempt(() =>
    services.org.transaction({ userId: user(services, as), quiddity: 'SYNCHRONOUS' }, (transaction) => {
      const result = transaction.convertLeads?.([request], true)[0];
      if (result === undefined) throw new ControlError('this org cannot convert leads');
      return saved(result);
    }),
  );
}

function undelete(services: PersonServices, body: unknown): Answer {
  const { as, ids } = parsed(Undelete, body);
  return attempt(() =>
    services.org.transaction({ userId: user(services, as), quiddity: 'SYNCHRONOUS' }, (transaction) => {
      const results = ids.map((id) => {
        const schema = services.org.objectByPrefix(id.slice(0, 3));
        if (schema === undefined) throw new ControlError(`${id} is no record id`);
        return transaction.dml('undelete', schema.name, [{ Id: to18(id) }], dmlOptions(UNASSIGNED, true))[0];
      });
      return { body: { results } };
    }),
  );
}

/** As `attempt`, for work that takes its time. */
async function attemptLater(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    return failureOf(error);
  }
}

async function aura(services: PersonServices, body: unknown): Promise<Answer> {
  const call = parsed(Aura, body);
  const { apex } = services;
  if (apex === null) throw new ControlError('this org has no Apex');
  const userId = user(services, call.as);
  if (!services.org.hasClassAccess(userId, call.class)) {
    return {
      status: 422,
      body: { success: false, errors: [{ statusCode: 'FORBIDDEN', message: `You don't have access to the Apex class named '${call.class}'.` }] },
    };
  }
  return attemptLater(() =>
    withCallouts(
      (request) => services.callOut(userId, request),
      (callouts) =>
        services.org.transaction({ userId, quiddity: 'AURA', callouts }, (transaction) => ({
          body: { result: apex.callAura(transaction, call.class, call.method, call.args) ?? null },
        })),
    ),
  );
}

/** Adds `merge`, `convert`, `undelete` and `aura`. Each takes `as`: a persona's name or a user id. */
export function registerPerson(control: ControlPlane, services: PersonServices): void {
  control.register('POST', 'merge', ({ body }) => merge(services, body));
  control.register('POST', 'convert', ({ body }) => convert(services, body));
  control.register('POST', 'undelete', ({ body }) => undelete(services, body));
  control.register('POST', 'aura', ({ body }) => aura(services, body));
}
