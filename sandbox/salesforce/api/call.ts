/** One call inside the API: what a handler is given, what it gives back, and the services it may use. */

import type { ApexProgram, CalloutAnswer, CalloutRequest, Org, Transaction } from '../contract.ts';
import type { BulkJobs } from './bulk/jobs.ts';
import type { Cursors } from './cursors.ts';
import type { EventUsage, RequestUsage } from './usage.ts';

/** Who is calling, known from the access token. */
export type Session = { readonly token: string; readonly userId: string; readonly clientId: string };

/** Runs work in the call's transaction: a fresh one, or the shared one of an all-or-none composite. Throwing rolls it back. */
export type Transact = <T>(work: (transaction: Transaction) => T) => T;

/** Request headers in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

export type ApiCall = {
  readonly method: string;
  /** `68.0` */
  readonly version: string;
  /** Decoded path segments behind `/services/data/vXX.0/`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Parsed JSON, or the text of a CSV upload; undefined when the request had no body. */
  readonly body: unknown;
  readonly session: Session;
  readonly transact: Transact;
};

export type ApiAnswer = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

export type ApiServices = {
  readonly org: Org;
  readonly apex: ApexProgram | null;
  readonly cursors: Cursors;
  readonly bulk: BulkJobs;
  readonly requests: RequestUsage;
  readonly events: EventUsage;
  /** Events published in the last hour, and how many may be; the org counts and enforces this one. */
  readonly published: () => { readonly used: number; readonly max: number };
  /** Data storage in MB. */
  readonly storage: () => { readonly usedMb: number; readonly maxMb: number };
  /** False in an edition without platform events. */
  readonly hasEvents: () => boolean;
  /** `http://127.0.0.1:port`, known once the server listens. */
  readonly instanceUrl: () => string;
  /** Makes a callout of Apex as a user; a failure is an answer too. */
  readonly callOut: (userId: string, request: CalloutRequest) => Promise<CalloutAnswer>;
  /** Called for each row written through the API, so that "quiet" can be proved from outside. */
  readonly noteWrites: (operation: string, object: string, rows: number) => void;
};

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The path every `attributes.url` and locator starts with. */
export const dataPath = (version: string): string => `/services/data/v${version}`;
