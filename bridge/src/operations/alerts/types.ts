/** What an administrator wants to be told of, and what was told. */
import type { Instant, Side } from '../../domain/model.ts';
import type { GatewayResult } from '../../engine/ports.ts';

export type AlertKind = 'silence' | 'lag' | 'error-rate' | 'budget' | 'credentials';
export type AlertChannel = 'email' | 'webhook' | 'notification';

export type AlertSetting = {
  /** Salesforce record id of the setting. */
  readonly id: string;
  readonly kind: AlertKind;
  /** Silence: minutes. Lag: seconds. Error rate: per cent of looks. Budget: per cent left. Credentials: not used. */
  readonly threshold: number;
  readonly channel: AlertChannel;
  readonly target: string;
};

/** One time something was wrong, from its first to its last minute. */
export type Alert = {
  /** Stable: one record in Salesforce, however often it is saved. */
  readonly key: string;
  readonly setting: AlertSetting;
  /** The system it is about; null when it is about both. */
  readonly side: Side | null;
  /** Plain words, no customer values. */
  readonly message: string;
  readonly openedAt: Instant;
  readonly endedAt: Instant | null;
};

/** Where settings are read and alerts kept: the org. */
export type AlertBook = {
  /** The enabled settings. */
  settings(): Promise<GatewayResult<readonly AlertSetting[]>>;
  /** Alerts that have not ended, as the org knows them; after a restart they go on instead of being told again. */
  open(): Promise<GatewayResult<readonly { readonly key: string; readonly settingId: string; readonly side: Side | null; readonly openedAt: Instant }[]>>;
  /** Inserts or updates by key. `delivery` is what became of the message, in words: e-mail and notifications are the org's to send. */
  save(alert: Alert, delivery: string): Promise<GatewayResult<null>>;
};
