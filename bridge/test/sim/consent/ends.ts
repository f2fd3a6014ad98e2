/** What both simulated CRMs say and are told of consent. Statuses belong to addresses, records or not; calls fail as the weather has it. */
import { normalAddress } from '../../../src/domain/index.ts';
import type { ConsentEvidence } from '../../../src/domain/index.ts';
import type { ConsentOutcomeOfWrite, ConsentRecord, GatewayFailure, HubSpotConsent, SalesforceConsent } from '../../../src/engine/index.ts';
import { BRIDGE_ACTOR } from '../crm.ts';
import type { Crm, SimRecord } from '../crm.ts';
import type { Dice } from '../random.ts';
import type { Time } from '../time.ts';

export const OPT_OUT = 'HasOptedOutOfEmail';
/** Somebody's choice for one address. `byPerson`: the API does not undo it. */
export type Choice = { readonly isOut: boolean; readonly at: number; readonly byPerson: boolean; readonly evidence: ConsentEvidence | null };
export type Statuses = Map<string, Choice>;
export type Told = { readonly side: 'salesforce' | 'hubspot'; readonly to: 'out' | 'in'; readonly email: string; readonly id: string | null };
export type EndPorts = {
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  readonly statuses: Statuses;
  readonly time: Time;
  readonly dice: Dice;
  readonly trouble: () => { readonly broken: number; readonly lost: number };
  /** A call of ours took effect. */
  readonly told: (told: Told) => void;
};

const emailsOf = (record: SimRecord): readonly string[] => {
  const texts =
    record.side === 'salesforce' ? [record.values['Email']] : [record.values['email'], ...String(record.values['hs_additional_emails'] ?? '').split(';')];
  return [...new Set(texts.flatMap((text) => normalAddress(text) ?? []))];
};

export function createEnds({ crms, statuses, time, dice, trouble, told }: EndPorts): {
  readonly salesforce: SalesforceConsent;
  readonly hubspot: HubSpotConsent;
} {
  const failing = (): { ok: false; failure: GatewayFailure } | null =>
    dice.chance(trouble().broken) ? { ok: false, failure: { kind: 'transient', code: 'HTTP_503', message: '', retryAt: null } } : null;
  const ask = async <T>(look: () => T): Promise<{ ok: true; value: T } | { ok: false; failure: GatewayFailure }> => {
    await time.wait(dice.between(20, 80));
    const failure = failing();
    if (failure !== null) return failure;
    const value = look();
    await time.wait(dice.between(10, 60));
    return { ok: true, value };
  };
  const later = (code: string): ConsentOutcomeOfWrite => ({ kind: 'later', code, retryAt: time.now() + 500 });
  /** A write that may be refused before it lands, or whose answer may be lost behind it. */
  const write = async (land: () => ConsentOutcomeOfWrite): Promise<ConsentOutcomeOfWrite> => {
    await time.wait(dice.between(20, 120));
    if (dice.chance(trouble().broken)) return later('HTTP_503');
    const outcome = land();
    if (dice.chance(trouble().lost)) {
      await time.wait(dice.between(500, 4_000));
      return later('TIMEOUT');
    }
    return outcome;
  };
  const isOut = (email: string): boolean => statuses.get(email)?.isOut === true;
  const asRecord = (record: SimRecord): ConsentRecord => {
    const emails = emailsOf(record);
    const former = record.side === 'hubspot' ? (record.history.get('email') ?? []).flatMap(({ value }) => normalAddress(value) ?? []) : [];
    return {
      ref: { side: record.side, object: record.object, id: record.id },
      emails,
      former: [...new Set(former)],
      values: record.side === 'hubspot' ? { ...record.values, hs_email_optout: String(isOut(emails[0] ?? '')) } : { ...record.values },
      isDeleted: record.isDeleted || record.convertedTo !== null,
      mergedInto: record.mergedInto ?? record.convertedTo?.contactId ?? null,
      modifiedAt: record.modifiedAt,
      modifiedBy: record.modifiedBy,
    };
  };
  /** HubSpot keeps whose doing an opt-out was. */
  const optedOut = (record: SimRecord): Pick<ConsentRecord, 'optedOut'> => {
    const choice = statuses.get(emailsOf(record)[0] ?? '');
    return choice?.isOut === true ? { optedOut: { at: choice.at, by: choice.byPerson ? null : BRIDGE_ACTOR.hubspot } } : {};
  };
  const live = (crm: Crm, object: string): readonly SimRecord[] =>
    [...crm.records.values()].filter((record) => record.object === object && !record.isDeleted && record.mergedInto === null && record.convertedTo === null);
  const salesforce: SalesforceConsent = {
    actor: BRIDGE_ACTOR.salesforce,
    byId: (asks) =>
      ask(() =>
        asks
          .flatMap(({ keys }) => keys.flatMap((id) => crms.salesforce.records.get(id) ?? []))
          .filter((record) => !record.isErased)
          .map(asRecord),
      ),
    byEmail: (asks) =>
      ask(() =>
        asks
          .flatMap(({ object, keys }) => live(crms.salesforce, object).filter((record) => emailsOf(record).some((email) => keys.includes(email))))
          .map(asRecord),
      ),
    write: (writes) =>
      Promise.all(
        writes.map(({ id, values }) =>
          write(() => {
            const record = crms.salesforce.records.get(id);
            if (record === undefined || record.isDeleted) return later('ENTITY_IS_DELETED');
            if (crms.salesforce.edit(id, values, BRIDGE_ACTOR.salesforce) !== null) return later('UNABLE_TO_LOCK_ROW');
            for (const email of emailsOf(record)) told({ side: 'salesforce', to: values[OPT_OUT] === true ? 'out' : 'in', email, id });
            return { kind: 'ok' };
          }),
        ),
      ),
    sweep: ({ object }, since, until) =>
      ask(() => ({
        records: [...crms.salesforce.records.values()]
          .filter((record) => record.object === object && record.modifiedAt >= since - 1_000 && record.modifiedAt <= until && !record.isErased)
          .map(asRecord),
        next: null,
      })),
  };
  const hubspot: HubSpotConsent = {
    actor: BRIDGE_ACTOR.hubspot,
    byId: (ids) =>
      ask(() =>
        live(crms.hubspot, 'contacts')
          .filter(({ id }) => ids.includes(id))
          .map((record) => ({ ...asRecord(record), ...optedOut(record) })),
      ),
    byEmail: (emails) =>
      ask(() =>
        live(crms.hubspot, 'contacts')
          .filter((record) => emailsOf(record).some((email) => emails.includes(email)))
          .map(asRecord),
      ),
    statuses: (emails) =>
      ask(() =>
        emails.map((email) => {
          const choice = statuses.get(email);
          const proof =
            choice?.isOut === false && choice.evidence !== null
              ? new Map([['410002', { state: 'in' as const, evidence: choice.evidence }]])
              : new Map<string, never>();
          return { email, isOutOfAll: isOut(email), subscriptions: proof };
        }),
      ),
    write: (writes) =>
      Promise.all(
        writes.map(({ email, to }) =>
          write(() => {
            if (to === 'in') return { kind: 'refused', fault: { code: 'NO_SUCH_CALL', message: '', fields: [], existingId: null } };
            if (!isOut(email)) statuses.set(email, { isOut: true, at: time.now(), byPerson: false, evidence: null });
            told({ side: 'hubspot', to, email, id: null });
            return { kind: 'ok' };
          }),
        ),
      ),
    subscriptions: () => ask(() => []),
    sweep: (_properties, since, until) =>
      ask(() => ({
        records: live(crms.hubspot, 'contacts')
          .filter(({ modifiedAt }) => modifiedAt >= since && modifiedAt <= until)
          .map(asRecord),
        next: null,
      })),
  };
  return { salesforce, hubspot };
}
