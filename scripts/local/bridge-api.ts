/** The running bridge's HTTP API, as far as the local programs use it. */
import { call } from './crm.ts';
import type { RunFile } from './crm.ts';

export type BridgeStatus = {
  readonly counts: {
    readonly inbox: number;
    readonly due: number;
    readonly leased: number;
    readonly links: number;
    readonly linksByMapping: Readonly<Record<string, number>>;
    readonly openIssues: number;
    readonly openReviews: number;
    readonly decisions: number;
    readonly decisionsByReason: Readonly<Record<string, number>>;
    readonly unlinkedByCode: Readonly<Record<string, number>>;
    readonly oldestDueAt: number | null;
  };
  /** Age of the oldest work that could be done now; 0 when all that is left waits for its time. */
  readonly lagMs: number;
  readonly initialSync: { readonly done: boolean };
  readonly stream: { readonly isConnected: boolean; readonly polling?: string };
};

/** True when the bridge has nothing to do now; retries that wait for their time do not count. */
export function isIdle({ counts, lagMs, initialSync }: BridgeStatus): boolean {
  return initialSync.done && counts.inbox === 0 && counts.leased === 0 && lagMs === 0;
}
export type Decision = { readonly linkId: string; readonly field: string; readonly reason: string; readonly winner: string; readonly decidedAt: number };
export type Issue = {
  readonly key: string;
  readonly code: string;
  readonly cause: string;
  readonly ref: { readonly side: string; readonly object: string; readonly id: string };
};
export type IssueGroup = {
  readonly code: string;
  readonly mapping: string;
  readonly field: string | null;
  readonly count: number;
  readonly cause: string;
  readonly remedy: string;
};
export type Review = {
  readonly key: string;
  readonly kind: string;
  readonly refs: readonly { readonly side: string; readonly object: string; readonly id: string }[];
  readonly explanation: string;
};
const recordsPerCall = 1_000;
type Page<T> = { readonly items: readonly T[]; readonly next: string | null };

export type RecordState = { readonly id: string; readonly state: 'linked' | 'unlinked' | 'unknown'; readonly reason: string | null };

export type BridgeApi = {
  /** Link state of each record, in order. */
  recordStates(side: string, object: string, ids: readonly string[]): Promise<readonly RecordState[]>;
  status(): Promise<BridgeStatus>;
  decisions(options?: { readonly limit?: number }): Promise<readonly Decision[]>;
  issues(options?: { readonly limit?: number }): Promise<readonly Issue[]>;
  issueGroups(): Promise<readonly IssueGroup[]>;
  reviews(): Promise<readonly Review[]>;
  /** The conflict policy the engine works by now. */
  rulePolicy(ruleKey: string): Promise<string | null>;
};

export function bridgeApi(run: Pick<RunFile, 'bridge'>): BridgeApi {
  const get = async (path: string): Promise<unknown> => {
    const answer = await call(`${run.bridge.url}/api/v1/${path}`, { token: run.bridge.apiToken });
    if (answer.status !== 200) throw new Error(`The bridge answered ${answer.status} to ${path}: ${JSON.stringify(answer.body).slice(0, 300)}`);
    return answer.body;
  };
  const items = async <T>(path: string): Promise<readonly T[]> => ((await get(path)) as Page<T>).items;
  const recordStates: BridgeApi['recordStates'] = async (side, object, ids) => {
    const states: RecordState[] = [];
    for (let start = 0; start < ids.length; start += recordsPerCall) {
      const body = { records: ids.slice(start, start + recordsPerCall).map((id) => ({ side, object, id })) };
      const answer = await call(`${run.bridge.url}/api/v1/records`, { method: 'POST', token: run.bridge.apiToken, body });
      if (answer.status !== 200) throw new Error(`The bridge answered ${answer.status} to records: ${JSON.stringify(answer.body).slice(0, 300)}`);
      states.push(...(answer.body as readonly RecordState[]));
    }
    return states;
  };
  return {
    recordStates,
    status: async () => (await get('status')) as BridgeStatus,
    decisions: ({ limit = 200 } = {}) => items<Decision>(`decisions?limit=${limit}`),
    issues: ({ limit = 200 } = {}) => items<Issue>(`issues?limit=${limit}`),
    issueGroups: async () => (await get('issues/groups')) as readonly IssueGroup[],
    rulePolicy: async (ruleKey) =>
      ((await get('rules')) as { readonly mappings: readonly { readonly fields: readonly { readonly key: string; readonly policy: string }[] }[] }).mappings
        .flatMap((mapping) => mapping.fields)
        .find((rule) => rule.key === ruleKey)?.policy ?? null,
    reviews: () => items<Review>('reviews?limit=200'),
  };
}
