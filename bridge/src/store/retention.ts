const DAY_MS = 86_400_000;

/** How long rows are kept, in milliseconds. */
export type Retention = {
  /** Remembered event ids. Pub/Sub replays 72 hours, HubSpot retries 24: 7 days covers both and an operator's replay. */
  readonly eventIdsMs: number;
  /** Resolved issues and reviews. */
  readonly resolvedMs: number;
  /** The values of a decision; its other columns stay. */
  readonly decisionValuesMs: number;
  readonly decisionsMs: number;
  /** Leases of workers that never came back. */
  readonly leasesMs: number;
};

export const DEFAULT_RETENTION: Retention = {
  eventIdsMs: 7 * DAY_MS,
  resolvedMs: 90 * DAY_MS,
  decisionValuesMs: 90 * DAY_MS,
  decisionsMs: 400 * DAY_MS,
  leasesMs: 7 * DAY_MS,
};
