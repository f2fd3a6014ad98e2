/** Apex exceptions: what `throw` throws inside generated code, and what leaves the runtime when nothing catches it. */
import type { ApexFailure, CodedError, SaveError } from '../../contract.ts';
import type { ClassInfo } from '../compiler/infos.ts';
import { running } from './current.ts';

/** Base of every Apex exception, platform or user made. Not a JavaScript Error: its stack is Apex's. */
export class ApexThrowable {
  /** Set on the prototype of user classes by generated code. */
  declare readonly $cls: ClassInfo | undefined;
  readonly platformType: string;
  message: string | null = null;
  /** setMessage was called. */
  isMessageSet = false;
  cause: ApexThrowable | null = null;
  readonly frames: readonly string[];
  readonly line: number;
  /** Cannot be caught by Apex: LimitException and failed assertions. */
  readonly isFatal: boolean;
  /** Rows of a DmlException. */
  rows: readonly FailedRow[] = [];

  constructor(platformType = 'Exception', isFatal = false) {
    this.platformType = platformType;
    this.isFatal = isFatal;
    const trace = running().stackTrace();
    this.frames = trace.frames;
    this.line = trace.line;
  }

  get typeName(): string {
    return this.$cls?.fullName ?? qualified(this.platformType);
  }

  // Constructors inherited by every custom exception.
  $c_(): this {
    return this;
  }
  $c_string(message: string | null): this {
    this.message = message;
    return this;
  }
  $c_exception(cause: ApexThrowable | null): this {
    this.cause = cause;
    return this;
  }
  $c_string_exception(message: string | null, cause: ApexThrowable | null): this {
    this.message = message;
    this.cause = cause;
    return this;
  }
}

export type FailedRow = { readonly index: number; readonly id: string | null; readonly error: SaveError };

const qualified = (type: string): string => (type.includes('.') || type === 'Exception' ? type : `System.${type}`);

/** What Apex prints for an uncaught exception: `System.DmlException: message`. */
export const headline = (e: ApexThrowable): string => (e.message === null ? `${e.typeName}: null` : `${e.typeName}: ${e.message}`);

/** Headline, stack (its first `depth` frames) and causes. */
export function fullText(e: ApexThrowable, depth = e.frames.length): string {
  const cause = e.cause ? `\nCaused by\n${fullText(e.cause)}` : '';
  return `${headline(e)}\n\n${e.frames.slice(0, depth).join('\n')}${cause}`;
}

/**
 * An Apex exception nothing caught, as the rest of the org sees it. `typeName` is Apex's (`System.DmlException`),
 * `apexMessage` the exception's own message, `message` what the platform shows; from a trigger that is
 * `Name: execution of AfterInsert\n\ncaused by: …`, ready to be a SaveError's text.
 */
export class ApexException extends Error implements ApexFailure {
  override readonly name = 'ApexException' as const;
  readonly typeName: string;
  readonly apexMessage: string | null;
  readonly apexStack: readonly string[];
  /** True for what ends the whole transaction: a governor limit or a failed assertion. */
  readonly uncatchable: boolean;
  readonly thrown: ApexThrowable;
  /** An exception class of the package, not of the platform. */
  readonly isUserDefined: boolean;

  constructor(thrown: ApexThrowable, message = fullText(thrown)) {
    super(message);
    this.typeName = thrown.typeName;
    this.apexMessage = thrown.message;
    this.apexStack = thrown.frames;
    this.uncatchable = thrown.isFatal;
    this.thrown = thrown;
    this.isUserDefined = thrown.$cls !== undefined;
  }
}

/** Makes a platform exception of a library type, such as `QueryException`. */
export function exception(type: string, message: string): ApexThrowable {
  const made = new ApexThrowable(type, type === 'LimitException' || type === 'AssertException');
  made.message = message;
  return made;
}

/** Throws a platform exception. */
export function raise(type: string, message: string): never {
  throw exception(type, message);
}

export const NULL_MESSAGE = 'Attempt to de-reference a null object';

/** The receiver or argument itself, or Apex's NullPointerException. */
export function notNull<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) return raise('NullPointerException', NULL_MESSAGE);
  return value;
}

/** What the org throws for a whole request it refuses. */
export const isOrgError = (error: unknown): error is CodedError => error instanceof Error && error.name === 'OrgError';
