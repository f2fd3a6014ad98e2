/**
 * One compiled program at work: call frames, class statics, the current execution context and its limits.
 * Generated code holds it as `X`; library code reaches it through `running()`.
 */
import type { Org, Row, Transaction } from '../../contract.ts';
import type { ClassInfo } from '../compiler/infos.ts';
import type { ApexType, TypeTable } from '../compiler/types.ts';
import type { AList, AMap } from './collections.ts';
import { enter } from './current.ts';
import { Limits } from './limits.ts';
import { ApexException, ApexThrowable, exception, raise } from './throwable.ts';

/** What the compiler tells of a callable: its place in stack traces and the sharing its class declares. */
export type CallSite = { readonly label: string; readonly sharing: boolean | null; readonly mode: 'user' | 'system' };

/** What an event trigger learns of its delivery, and the replay id it asks to resume behind. */
export type EventBusState = { readonly retries: number; readonly lastError: string | null; resume: string | null };

export type TriggerContext = {
  readonly newList: AList | null;
  readonly oldList: AList | null;
  readonly newMap: AMap | null;
  readonly oldMap: AMap | null;
  readonly event: string;
  readonly size: number;
  readonly bus: EventBusState | null;
};

export type PendingJob = { readonly className: string; readonly kind: 'queueable' | 'future'; readonly id: string; readonly run: () => void };
export type PendingEvent = { readonly object: string; readonly rows: readonly Row[]; readonly retries: number };

/** State of a running test method. */
export type TestState = {
  phase: 'before' | 'started' | 'stopped';
  saved: Limits | null;
  jobs: PendingJob[];
  events: PendingEvent[];
  readonly mocks: Map<string, unknown>;
};

/** One transaction's view: what statics, limits and the user belong to. */
export type Context = {
  readonly transaction: Transaction;
  userId: string;
  statics: unknown[];
  limits: Limits;
  quiddity: string;
  trigger: TriggerContext | null;
  /** Why the transaction must end, once it must. */
  fatal: ApexThrowable | null;
  readonly test: TestState | null;
  readonly cache: Map<string, unknown>;
  rest: { request: unknown; response: unknown };
};

type Frame = { site: number; line: number; sharing: boolean };

const DEPTH_MAX = 1000; // "Maximum stack depth reached: 1001"

const ASYNC_QUIDDITIES = new Set(['QUEUEABLE', 'FUTURE', 'BATCH_APEX', 'SCHEDULED']);

export class Runtime {
  readonly org: Org;
  readonly table: TypeTable;
  sites: readonly CallSite[] = [];
  readonly classes: readonly ClassInfo[];
  /** Per class: makes its statics object; set by generated code. */
  readonly staticMakers: ((() => object) | undefined)[] = [];
  readonly staticStarters: ((statics: object) => void)[] = [];
  readonly constructors: (new () => object)[] = [];
  /** Hits per covered line, indexed as the compiler numbered them. */
  hits = new Uint8Array(0);
  debug: (line: string) => void = () => undefined;
  readonly #frames: Frame[] = [];
  #depth = 0;
  #context: Context | null = null;
  readonly #contexts = new WeakMap<Transaction, Context>();

  constructor(org: Org, table: TypeTable, classes: readonly ClassInfo[]) {
    this.org = org;
    this.table = table;
    this.classes = classes;
  }

  get context(): Context {
    if (!this.#context) throw new Error('no Apex transaction is running');
    return this.#context;
  }

  // --- frames -------------------------------------------------------------------------------------------------

  push(site: number): Frame {
    const depth = this.#depth;
    if (depth >= DEPTH_MAX) raise('LimitException', `Maximum stack depth reached: ${depth + 1}`);
    const own = this.sites[site]?.sharing ?? null;
    const sharing = own ?? this.#frames[depth - 1]?.sharing ?? true;
    let frame = this.#frames[depth];
    if (frame) {
      frame.site = site;
      frame.line = 0;
      frame.sharing = sharing;
    } else {
      frame = { site, line: 0, sharing };
      this.#frames.push(frame);
    }
    this.#depth = depth + 1;
    this.tick();
    return frame;
  }

  pop(): void {
    this.#depth -= 1;
  }

  /** One unit of work: a call or a loop turn. */
  tick(): void {
    const limits = this.#context?.limits;
    if (limits && ((limits.operations += 1) & 1023) === 0) limits.checkCpu();
  }

  get sharing(): boolean {
    return this.#frames[this.#depth - 1]?.sharing ?? true;
  }

  /** The access mode that queries and DML without one run in. */
  get mode(): 'user' | 'system' {
    const frame = this.#frames[this.#depth - 1];
    return (frame && this.sites[frame.site]?.mode) ?? 'system';
  }

  stackTrace(): { frames: string[]; line: number } {
    const frames: string[] = [];
    for (let i = this.#depth - 1; i >= 0; i -= 1) {
      const frame = this.#frames[i];
      if (frame) frames.push(`${this.sites[frame.site]?.label ?? '?'}: line ${frame.line}, column 1`);
    }
    return { frames, line: this.#frames[this.#depth - 1]?.line ?? 0 };
  }

  /** What a catch clause sees; what Apex cannot catch goes on. */
  caught(error: unknown): ApexThrowable {
    const thrown = asThrowable(error);
    if (!thrown || thrown.isFatal) throw error;
    return thrown;
  }

  // --- statics ------------------------------------------------------------------------------------------------

  /** A class's statics in this transaction, initialised on first use. */
  statics(index: number): object {
    const statics = this.context.statics;
    const known = statics[index];
    if (typeof known === 'object' && known !== null) return known;
    const made = this.staticMakers[index]?.();
    if (!made) throw new Error(`class ${index} has no statics`);
    statics[index] = made;
    this.staticStarters[index]?.(made);
    return made;
  }

  // --- contexts -----------------------------------------------------------------------------------------------

  contextOf(transaction: Transaction, test: TestState | null = null): Context {
    const known = this.#contexts.get(transaction);
    if (known) return known;
    const made: Context = {
      transaction,
      userId: transaction.userId,
      statics: [],
      limits: new Limits(ASYNC_QUIDDITIES.has(transaction.quiddity)),
      quiddity: transaction.quiddity,
      trigger: null,
      fatal: null,
      test,
      cache: new Map(),
      rest: { request: null, response: null },
    };
    this.#contexts.set(transaction, made);
    return made;
  }

  /** Runs work in a transaction's context; an Apex exception leaves as an ApexException. */
  inContext<T>(context: Context, work: () => T): T {
    const before = this.#context;
    const depth = this.#depth;
    this.#context = context;
    try {
      return enter(this, () => {
        try {
          return work();
        } catch (error) {
          const thrown = asThrowable(error);
          if (!thrown) throw error;
          if (thrown.isFatal) context.fatal = thrown;
          throw error instanceof ApexException ? error : new ApexException(thrown);
        }
      });
    } finally {
      this.#context = before;
      this.#depth = depth;
    }
  }

  /** Runs work with other statics, limits or trigger values, as asynchronous work and event triggers do. */
  inScope<T>(change: Partial<Pick<Context, 'statics' | 'limits' | 'quiddity' | 'trigger' | 'userId'>>, work: () => T): T {
    const context = this.context;
    const { statics, limits, quiddity, trigger, userId } = context;
    Object.assign(context, change);
    try {
      return work();
    } finally {
      Object.assign(context, { statics, limits, quiddity, trigger, userId });
    }
  }

  /** Asynchronous work inside a test: limits of its own; data and statics are the test's, as Salesforce's own samples rely on. */
  asNewTransaction<T>(quiddity: string, userId: string, work: () => T): T {
    const change = { limits: new Limits(ASYNC_QUIDDITIES.has(quiddity)), quiddity, trigger: null, userId };
    const run = (): T => this.inScope(change, work);
    return userId === this.context.userId ? run() : this.asUser(userId, run);
  }

  asUser<T>(userId: string, work: () => T): T {
    const { transaction } = this.context;
    if (!transaction.runAs) throw new Error('this org cannot change the running user: Transaction.runAs is missing');
    return transaction.runAs(userId, () => this.inScope({ userId }, work));
  }

  /** A governor limit or assertion that ended a trigger inside a save ends this code too. */
  rethrowFatal(): void {
    const { fatal } = this.context;
    if (fatal) throw fatal;
  }

  userZone(): string {
    const zone = this.org.user(this.context.userId)?.['TimeZoneSidKey'];
    return typeof zone === 'string' ? zone : 'GMT';
  }

  typeNamed(name: string): ApexType | undefined {
    const cls = this.classes.find((c) => c.fullName.toLowerCase() === name.toLowerCase());
    return cls ? this.table.ofClass(cls) : this.table.platform(name);
  }
}

/** Apex's view of anything thrown: JavaScript's own stack overflow is Apex's stack depth limit. */
export function asThrowable(error: unknown): ApexThrowable | null {
  if (error instanceof ApexThrowable) return error;
  if (error instanceof ApexException) return error.thrown;
  if (error instanceof RangeError && /call stack/i.test(error.message)) return exception('LimitException', 'Maximum stack depth reached: 1001');
  return null;
}
