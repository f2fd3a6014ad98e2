import type {
  CrmGateway,
  DestinationSource,
  ForgetSource,
  GatewayFailure,
  GatewayResult,
  RuleSource,
  SalesforceCampaigns,
  SalesforceConsent,
  SalesforceReadiness,
  SalesforceRelations,
} from '../engine/ports.ts';
import { createAlertBook } from './alerts.ts';
import { createSalesforceConsent } from './consent.ts';
import type { SalesforceAlertBook } from './alerts.ts';
import { bulkIsCheaper, readAll } from './bulk.ts';
import { createSalesforceCampaigns } from './campaigns.ts';
import { convertLeads } from './convert.ts';
import type { CallResult } from './faults.ts';
import { findRecords } from './find.ts';
import { createForgetSource } from './forgets.ts';
import { dataStorage, eventsLeft } from './allowance.ts';
import { createNames } from './names.ts';
import type { Names } from './names.ts';
import { readOwners } from './owners.ts';
import { createPersonAccounts } from './person-accounts.ts';
import type { PersonAccounts } from './person-accounts.ts';
import { createDestinationSource } from './reached.ts';
import { createReadiness } from './readiness.ts';
import { readRecords } from './read.ts';
import { createSalesforceRelations } from './relations.ts';
import { removeRecords } from './remove.ts';
import { createRuleSource } from './rules/source.ts';
import { readSchemas } from './schemas.ts';
import { openSession } from './session.ts';
import type { SalesforceOptions, Session, SessionContext } from './session.ts';
import { createChangeStream } from './stream/stream.ts';
import type { ChangeStream, ChangeStreamOptions } from './stream/stream.ts';
import { readSaveRules } from './save-rules.ts';
import { surveyRecords } from './survey.ts';
import { sweepPage } from './sweep.ts';
import { writeRecords } from './write.ts';

/** One org, opened: the engine's gateway, the rules, and the change stream share its session. */
export type SalesforceOrg = {
  readonly orgId: string;
  readonly instanceUrl: string;
  readonly gateway: CrmGateway;
  readonly rules: RuleSource;
  readonly alerts: SalesforceAlertBook;
  /** What the consent lane needs of the org; ahead of every other call. */
  readonly consent: SalesforceConsent;
  readonly relations: SalesforceRelations;
  /** Records that are owed a page elsewhere, and the page's address in them. */
  readonly destinations: DestinationSource;
  readonly campaigns: SalesforceCampaigns;
  readonly readiness: SalesforceReadiness;
  readonly forgets: ForgetSource;
  /** Part of the day's event deliveries that is left, 0 to 1; null where the org tells none. */
  eventsLeft(): Promise<GatewayResult<number | null>>;
  /** Space for records; null where the org tells none. */
  dataStorage(): Promise<GatewayResult<{ readonly maxMb: number; readonly leftMb: number } | null>>;
  changes(options: Omit<ChangeStreamOptions, 'session' | 'names'>): ChangeStream;
};

function toResult<T>(result: CallResult<T>): GatewayResult<T> {
  return result.ok ? result : { ok: false, failure: plainly(result.failure) };
}
function plainly({ kind, code, message, retryAt }: GatewayFailure): GatewayFailure {
  return { kind, code, message, retryAt };
}

type Shared = { readonly session: Session; readonly names: Names; readonly people: PersonAccounts };

function createGateway({ session, names, people }: Shared, options: SalesforceOptions, { clock }: SessionContext): CrmGateway {
  const reading = { session, names, readTimeoutMs: options.readTimeoutMs };
  const writing = { session, names, clock, people, writeTimeoutMs: options.writeTimeoutMs, settleMs: options.settleMs };
  return {
    side: 'salesforce',
    actor: session.token().userId,
    schemas: async (objects) => {
      const schemas = await readSchemas(reading, objects);
      const account = schemas.ok ? schemas.value.get('salesforce:Account') : undefined;
      if (account !== undefined) people.learn(account.fields.keys());
      return toResult(schemas);
    },
    read: async (object, ids, fields) => toResult(await readRecords(reading, object, ids, fields)),
    find: async (object, field, values, fields) => toResult(await findRecords(reading, object, field, values, fields)),
    write: (requests, limits) => writeRecords({ ...writing, sendBy: limits?.sendBy }, requests),
    remove: (requests, limits) => removeRecords({ ...writing, sendBy: limits?.sendBy }, requests),
    // Salesforce keeps no per-field times the bridge could rely on; the change event carries them (quirks.md).
    history: (_object, ids) => Promise.resolve({ ok: true, value: ids.map((id) => ({ id, fields: {} })) }),
    sweep: async (object, since, until, page, fields = []) => toResult(await sweepPage(reading, { object, since, until, fields }, page)),
    // References are fields here.
    associations: (_from, ids) => Promise.resolve({ ok: true, value: ids.map((id) => ({ id, to: [] })) }),
    associate: (writes) => Promise.resolve(writes.map(() => 'ok' as const)),
    convertLeads: (requests) => convertLeads({ session, clock, namespace: options.namespace, writeTimeoutMs: options.writeTimeoutMs }, requests),
    owners: async () => toResult(await readOwners(reading)),
    saveRules: async (objects) => toResult(await readSaveRules(reading, objects)),
    survey: async (request) => toResult(await surveyRecords(reading, request)),
    readAll: (object, fields, since) => readAll({ ...reading, clock }, object, fields, since),
    bulkIsCheaper,
    budget: () => session.budget(),
  };
}

/** Logs in to an org. Fails with the login's own failure (`invalid_grant`, NETWORK…), so that the caller can wait and try again. */
export async function openSalesforce(options: SalesforceOptions, context: SessionContext): Promise<GatewayResult<SalesforceOrg>> {
  const opened = await openSession(options, context);
  if (!opened.ok) return { ok: false, failure: plainly(opened.failure) };
  const { session } = opened;
  const names = createNames(options.namespace);
  const people = createPersonAccounts(session, options.readTimeoutMs);
  const { orgId, instanceUrl } = session.token();
  return {
    ok: true,
    value: {
      orgId,
      instanceUrl,
      gateway: createGateway({ session, names, people }, options, context),
      rules: createRuleSource({ session, names, readTimeoutMs: options.readTimeoutMs }, context.journal),
      alerts: createAlertBook({ session, names, readTimeoutMs: options.readTimeoutMs }),
      consent: createSalesforceConsent({ session, people, clock: context.clock, readTimeoutMs: options.readTimeoutMs, writeTimeoutMs: options.writeTimeoutMs }),
      destinations: createDestinationSource({ session, readTimeoutMs: options.readTimeoutMs, writeTimeoutMs: options.writeTimeoutMs }),
      forgets: createForgetSource({ session, readTimeoutMs: options.readTimeoutMs }),
      readiness: createReadiness({ session, readTimeoutMs: options.readTimeoutMs }),
      relations: createSalesforceRelations({
        session,
        names,
        clock: context.clock,
        readTimeoutMs: options.readTimeoutMs,
        writeTimeoutMs: options.writeTimeoutMs,
        settleMs: options.settleMs,
      }),
      campaigns: createSalesforceCampaigns({
        session,
        names,
        clock: context.clock,
        readTimeoutMs: options.readTimeoutMs,
        writeTimeoutMs: options.writeTimeoutMs,
        settleMs: options.settleMs,
      }),
      dataStorage: async () => toResult(await dataStorage(session, options.readTimeoutMs)),
      eventsLeft: async () => toResult(await eventsLeft(session, options.readTimeoutMs)),
      changes: (streamOptions) => createChangeStream({ ...streamOptions, session, names }),
    },
  };
}
