import type { FaultAction, FaultRule } from './fault-rules.ts';
import type { SandboxRandom } from './random.ts';

/** A call about to be served. `kind` is free text of the platform, such as `http` or `grpc`. */
export interface FaultRequest {
  readonly method: string;
  readonly path: string;
  readonly kind?: string;
}

/** A notice (webhook event, platform event) about to leave. */
export interface FaultNotice {
  readonly topic: string;
  readonly kind?: string;
}

/** What the plan wants done to one call; `rules` names the rules that hit. */
export interface RequestVerdict {
  readonly delayBeforeMs: number;
  readonly delayAfterMs: number;
  readonly fail: Extract<FaultAction, { do: 'fail' }> | null;
  readonly throttled: boolean;
  readonly loseResponse: boolean;
  readonly rules: readonly string[];
}

/** One notice to send after `delayMs`; a dropped notice is simply not in the list. */
export interface DisturbedNotice<T> {
  readonly notice: T;
  readonly delayMs: number;
}

export interface FaultRuleState extends FaultRule {
  readonly hits: number;
  /** Hits left before the rule goes silent; null when unlimited. */
  readonly left: number | null;
}

export interface FaultPlan {
  readonly replace: (rules: readonly FaultRule[]) => void;
  readonly list: () => FaultRuleState[];
  readonly forRequest: (request: FaultRequest) => RequestVerdict;
  readonly disturb: <T>(notices: readonly T[], describe: (notice: T) => FaultNotice) => DisturbedNotice<T>[];
}

interface LiveRule {
  readonly rule: FaultRule;
  readonly pattern: RegExp | null;
  hits: number;
  left: number | null;
  /** Instants of calls a `throttle` let through within the last second. */
  passed: number[];
}

const CLEAN: RequestVerdict = { delayBeforeMs: 0, delayAfterMs: 0, fail: null, throttled: false, loseResponse: false, rules: [] };
const NOTICE_ACTIONS: ReadonlySet<FaultAction['do']> = new Set(['drop', 'duplicate', 'reorder', 'delay']);
const REQUEST_ACTIONS: ReadonlySet<FaultAction['do']> = new Set(['fail', 'lose-response', 'delay', 'throttle']);
const REORDER_DEFAULT_MS = 200;

const agrees = <T>(wanted: T | undefined, actual: T | undefined): boolean => wanted === undefined || wanted === actual;

function matchesRequest({ rule, pattern }: LiveRule, request: FaultRequest): boolean {
  const { match } = rule;
  if (!REQUEST_ACTIONS.has(rule.action.do) || match.topic !== undefined) return false;
  if (!agrees(match.method, request.method) || !agrees(match.kind, request.kind)) return false;
  if (match.path !== undefined && !request.path.startsWith(match.path)) return false;
  return pattern === null || pattern.test(request.path);
}

function matchesNotice({ rule }: LiveRule, notice: FaultNotice): boolean {
  const { match, action } = rule;
  if (!NOTICE_ACTIONS.has(action.do)) return false;
  // A delay on a path is meant for calls; a delay with a topic, or neither, would be ambiguous: notices need a topic or kind.
  if (match.path !== undefined || match.pathPattern !== undefined || match.method !== undefined) return false;
  if (action.do === 'delay' && match.topic === undefined && match.kind === undefined) return false;
  return agrees(match.kind, notice.kind) && (match.topic === undefined || notice.topic.startsWith(match.topic));
}

/** Faults from outside, applied in the order of their rules. `topic` is a prefix. Probability uses the seeded random. */
export function createFaultPlan(random: SandboxRandom, now: () => number): FaultPlan {
  let live: LiveRule[] = [];

  const hit = (entry: LiveRule): boolean => {
    if (entry.left === 0) return false;
    const { probability } = entry.rule.match;
    if (probability !== undefined && !random.chance(probability)) return false;
    entry.hits += 1;
    if (entry.left !== null) entry.left -= 1;
    return true;
  };
  const throttles = (entry: LiveRule, perSecond: number): boolean => {
    const since = now() - 1_000;
    entry.passed = entry.passed.filter((at) => at > since);
    if (entry.passed.length >= perSecond) return true;
    entry.passed.push(now());
    return false;
  };
  const applyToRequest = (verdict: RequestVerdict, entry: LiveRule): RequestVerdict => {
    const { action, id } = entry.rule;
    if (action.do === 'throttle' && !throttles(entry, action.perSecond ?? 0)) return verdict;
    if (!hit(entry)) return verdict;
    const base = { ...verdict, rules: [...verdict.rules, id] };
    if (action.do === 'fail') return { ...base, fail: verdict.fail ?? action };
    if (action.do === 'throttle') return { ...base, throttled: true };
    if (action.do === 'lose-response') return { ...base, loseResponse: true };
    if (action.do !== 'delay') return verdict;
    return action.when === 'after'
      ? { ...base, delayAfterMs: verdict.delayAfterMs + action.ms }
      : { ...base, delayBeforeMs: verdict.delayBeforeMs + action.ms };
  };
  const disturbOne = <T>(notice: T, described: FaultNotice): { out: DisturbedNotice<T>[]; shuffled: boolean } => {
    let out: DisturbedNotice<T>[] = [{ notice, delayMs: 0 }];
    let shuffled = false;
    for (const entry of live) {
      if (out.length === 0 || !matchesNotice(entry, described) || !hit(entry)) continue;
      const { action } = entry.rule;
      if (action.do === 'drop') out = [];
      if (action.do === 'duplicate') out = [...out, ...Array.from({ length: action.copies ?? 1 }, () => ({ notice, delayMs: 0 }))];
      if (action.do === 'delay') out = out.map((item) => ({ ...item, delayMs: item.delayMs + action.ms }));
      if (action.do === 'reorder') {
        const within = action.withinMs ?? REORDER_DEFAULT_MS;
        out = out.map((item) => ({ ...item, delayMs: item.delayMs + random.integer(within + 1) }));
        shuffled = true;
      }
    }
    return { out, shuffled };
  };

  return {
    replace: (rules) => {
      live = rules.map((rule) => ({
        rule,
        pattern: rule.match.pathPattern === undefined ? null : new RegExp(rule.match.pathPattern),
        hits: 0,
        left: rule.match.remaining ?? null,
        passed: [],
      }));
    },
    list: () => live.map(({ rule, hits, left }) => ({ ...rule, hits, left })),
    forRequest: (request) => (live.length === 0 ? CLEAN : live.filter((entry) => matchesRequest(entry, request)).reduce(applyToRequest, CLEAN)),
    disturb: (notices, describe) => {
      if (live.length === 0) return notices.map((notice) => ({ notice, delayMs: 0 }));
      const results = notices.map((notice) => disturbOne(notice, describe(notice)));
      const flat = results.flatMap((result) => result.out);
      return results.some((result) => result.shuffled) ? random.shuffle(flat) : flat;
    },
  };
}
