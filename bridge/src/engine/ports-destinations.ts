/** What destinations need of the world: a place that takes pages, and the records that are owed one. */
import type { Instant, SalesforceId } from '../domain/model.ts';
import type { GatewayResult } from './ports.ts';

export type DestinationPage = { readonly id: string; readonly url: string };

/** One fact of a page: a property where the place has one of that name, a line at the top of the page otherwise. */
export type PageFact = { readonly name: string; readonly kind: 'text' | 'number' | 'date'; readonly value: string };
export type PageSection = { readonly heading: string; readonly kind: 'bullets' | 'checklist'; readonly lines: readonly string[] };
export type PageContent = { readonly title: string; readonly facts: readonly PageFact[]; readonly sections: readonly PageSection[] };

/**
 * `refused`: will not succeed before a person does something. `later`: known not to have happened, may be tried at `retryAt`. `unknown`: it may
 * have happened, and may still.
 */
export type DestinationFailure = {
  readonly kind: 'refused' | 'later' | 'unknown';
  readonly code: string;
  /** Plain words: what happened. */
  readonly cause: string;
  /** What to do now. */
  readonly remedy: string;
  readonly retryAt: Instant | null;
};
export type DestinationResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: DestinationFailure };

/** A place pages are made in. A second kind of target implements this and nothing else. */
export type Destination = {
  /** How long after it was sent a creation may still take effect. */
  readonly callLifeMs: number;
  /** The page that carries the mark, wherever somebody moved its content; null when there is none. */
  find(place: string, mark: string): Promise<DestinationResult<DestinationPage | null>>;
  /** Makes one page that carries the mark. Not idempotent: the caller looks first. */
  create(place: string, content: PageContent, mark: string): Promise<DestinationResult<DestinationPage>>;
};

/** A Salesforce record that reached a stage, with what the template asks for by path (`Account.Name`); blank is null. */
export type ReachedRecord = {
  readonly id: SalesforceId;
  readonly values: Readonly<Record<string, string | null>>;
  /** People on it, the primary one first. */
  readonly people: readonly { readonly name: string; readonly role: string | null; readonly isPrimary: boolean }[];
};
export type Reached = {
  readonly object: string;
  readonly stageField: string;
  readonly stages: readonly string[];
  readonly linkField: string;
  readonly paths: readonly string[];
  readonly wantsPeople: boolean;
  /** Who reached the stage before has no page coming: a rule is about what happens from now on. */
  readonly since: Instant;
  readonly limit: number;
};
export type LinkOutcome = { readonly kind: 'ok' } | { readonly kind: 'refused' | 'later'; readonly code: string; readonly message: string };

export type DestinationSource = {
  /** Records at one of the stages whose link field is blank, longest unchanged first. */
  reached(asked: Reached): Promise<GatewayResult<readonly ReachedRecord[]>>;
  setLink(object: string, id: SalesforceId, link: { readonly field: string; readonly url: string }): Promise<LinkOutcome>;
};
