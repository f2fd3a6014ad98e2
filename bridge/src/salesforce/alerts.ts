/** The alert settings people make in the org, and the alert records the bridge keeps there. Shapes match the port in operations/alerts. */
import type { Side } from '../domain/model.ts';
import type { GatewayResult } from '../engine/ports.ts';
import type { CallResult } from './faults.ts';
import { queryAllPages } from './query.ts';
import type { ReadContext } from './read.ts';
import type { SalesforceRecord } from './records.ts';

const KINDS = { Silence: 'silence', Lag: 'lag', 'Error rate': 'error-rate', Budget: 'budget', Credentials: 'credentials' } as const;
const CHANNELS = { Email: 'email', Webhook: 'webhook', Notification: 'notification' } as const;
const SYSTEMS: Readonly<Record<Side, string>> = { salesforce: 'Salesforce', hubspot: 'HubSpot' };
type Kind = (typeof KINDS)[keyof typeof KINDS];
type Channel = (typeof CHANNELS)[keyof typeof CHANNELS];
type Setting = { readonly id: string; readonly kind: Kind; readonly threshold: number; readonly channel: Channel; readonly target: string };
type SavedAlert = {
  readonly key: string;
  readonly setting: Setting;
  readonly side: Side | null;
  readonly message: string;
  readonly openedAt: number;
  readonly endedAt: number | null;
};

const settingsMax = 200;
/** Length of Alert__c.Message__c and Delivery__c. */
const textMax = 255;

const wordOf = <Word extends string>(words: Readonly<Record<string, Word>>, text: unknown): Word | null =>
  typeof text === 'string' ? (words[text] ?? null) : null;
const nameOf = (words: Readonly<Record<string, string>>, word: string): string => Object.entries(words).find(([, one]) => one === word)?.[0] ?? word;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const plain = <T>(answer: CallResult<T>): GatewayResult<T> => {
  if (answer.ok) return answer;
  const { kind, code, message, retryAt } = answer.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
};

/** Reads settings and keeps alerts through one org's session. */
export function createAlertBook({ session, names, readTimeoutMs }: ReadContext) {
  const own = names.own;
  const query = (soql: string) => queryAllPages(session, { name: 'alerts', soql, timeoutMs: readTimeoutMs });
  const settingOf = (record: SalesforceRecord): readonly Setting[] => {
    const kind = wordOf(KINDS, record[own('Kind__c')]);
    const channel = wordOf(CHANNELS, record[own('Channel__c')]);
    // A value the package does not ship is left alone: an older bridge beside a newer package.
    return kind === null || channel === null
      ? []
      : [{ id: textOf(record.Id), kind, channel, threshold: Number(record[own('Threshold__c')] ?? 0), target: textOf(record[own('Target__c')]) }];
  };
  return {
    async settings(): Promise<GatewayResult<readonly Setting[]>> {
      const columns = ['Kind__c', 'Threshold__c', 'Channel__c', 'Target__c'].map(own).join(',');
      const found = plain(
        await query(`SELECT Id,${columns} FROM ${own('Alert_Setting__c')} WHERE ${own('Enabled__c')} = TRUE ORDER BY Id LIMIT ${String(settingsMax)}`),
      );
      return found.ok ? { ok: true, value: found.value.flatMap(settingOf) } : found;
    },
    async open(): Promise<
      GatewayResult<readonly { readonly key: string; readonly settingId: string; readonly side: Side | null; readonly openedAt: number }[]>
    > {
      const columns = ['Alert_Key__c', 'Alert_Setting__c', 'System__c', 'Opened_At__c'].map(own).join(',');
      const found = plain(
        await query(
          `SELECT Id,${columns} FROM ${own('Alert__c')} WHERE ${own('Ended_At__c')} = NULL AND ${own('Alert_Setting__c')} != NULL LIMIT ${String(settingsMax)}`,
        ),
      );
      if (!found.ok) return found;
      const rows = found.value.map((record) => {
        const system = record[own('System__c')];
        const side: Side | null = system === SYSTEMS.salesforce ? 'salesforce' : system === SYSTEMS.hubspot ? 'hubspot' : null;
        return {
          key: textOf(record[own('Alert_Key__c')]),
          settingId: textOf(record[own('Alert_Setting__c')]),
          side,
          openedAt: Date.parse(textOf(record[own('Opened_At__c')])),
        };
      });
      return { ok: true, value: rows };
    },
    async save(alert: SavedAlert, delivery: string): Promise<GatewayResult<null>> {
      const { setting, side } = alert;
      const body = {
        [own('Kind__c')]: nameOf(KINDS, setting.kind),
        [own('Channel__c')]: nameOf(CHANNELS, setting.channel),
        [own('Target__c')]: setting.target,
        [own('Alert_Setting__c')]: setting.id,
        [own('System__c')]: side === null ? null : SYSTEMS[side],
        [own('Message__c')]: alert.message.slice(0, textMax),
        [own('Opened_At__c')]: new Date(alert.openedAt).toISOString(),
        [own('Ended_At__c')]: alert.endedAt === null ? null : new Date(alert.endedAt).toISOString(),
        [own('Delivery__c')]: delivery.slice(0, textMax),
      };
      const path = `/sobjects/${own('Alert__c')}/${own('Alert_Key__c')}/${encodeURIComponent(alert.key)}`;
      const answer = plain(await session.call<unknown>({ name: 'alerts', method: 'PATCH', path, body, timeoutMs: readTimeoutMs }));
      return answer.ok ? { ok: true, value: null } : answer;
    },
  };
}
export type SalesforceAlertBook = ReturnType<typeof createAlertBook>;
