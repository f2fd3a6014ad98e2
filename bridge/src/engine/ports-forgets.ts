/** What the watch over people who ask to be forgotten needs of Salesforce. */
import type { Instant } from '../domain/model.ts';
import type { GatewayResult } from './ports.ts';

/** A person to be forgotten; `saidAt` is when their Individual was last saved. */
export type Forgotten = { readonly object: string; readonly id: string; readonly saidAt: Instant };
export type ForgetSource = {
  /** Those said so since, of these objects; null where the org has no Individuals, or does not show them to this user. */
  forgotten(objects: readonly string[], since: Instant): Promise<GatewayResult<readonly Forgotten[] | null>>;
};
