/** Numbers the engine runs by, each with its reason. */
export type EngineSettings = {
  /** Subjects per pass. HubSpot reads and writes 100 records per call, Salesforce collections 200. */
  readonly batchMin: number;
  readonly batchMax: number;
  /** Passes at once per connection. */
  readonly concurrency: number;
  /** A worker that has not been heard of for this long is dead; its claims lapse. */
  readonly leaseMs: number;
  /** From the moment a call may start until it can no longer land: client time-out plus the platforms' own request limits. */
  readonly callLifeMs: number;
  /** A call that could not start within this time of its attempt is not made. */
  readonly sendWithinMs: number;
  /** How far the platforms' clocks may differ from ours when edits are placed before or after a write. */
  readonly skewMs: number;
  /** First retry after a deferred write; doubles up to `retryMaxMs`, spread by jitter. */
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** A deferred write is shown as an issue from this many tries on. */
  readonly issueAfterTries: number;
  /** Under load only: how long a pass waits for more subjects to share its calls. */
  readonly coalesceMs: number;
  /** The queue is looked at this often even if nobody wakes the runner: another bridge's notices wake only that bridge. */
  readonly idleMaxMs: number;
  /** Below this share of either budget only urgent lanes are served. */
  readonly budgetReserve: number;
};

export const DEFAULT_SETTINGS: EngineSettings = {
  batchMin: 100,
  batchMax: 200,
  concurrency: 4,
  leaseMs: 30_000,
  callLifeMs: 150_000,
  sendWithinMs: 20_000,
  skewMs: 1_000,
  retryMinMs: 2_000,
  retryMaxMs: 3_600_000,
  issueAfterTries: 2,
  coalesceMs: 20,
  idleMaxMs: 1_000,
  budgetReserve: 0.05,
};
