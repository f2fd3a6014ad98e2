/** What a rep sees of a person in HubSpot. Read live, kept for seconds, never stored. */
import type { Instant } from '../domain/model.ts';

/** The filter groups of a timeline. */
export type Kind = 'email' | 'form' | 'page' | 'meeting' | 'call' | 'note' | 'task';
export const kinds: readonly Kind[] = ['email', 'form', 'page', 'meeting', 'call', 'note', 'task'];

export type Action =
  | 'email-sent'
  | 'email-received'
  | 'email-opened'
  | 'email-clicked'
  | 'email-bounced'
  | 'form-submitted'
  | 'page-visited'
  | 'meeting'
  | 'call'
  | 'note'
  | 'task';

/** Why an item speaks of a buyer: see intent.ts for the exact rules. */
export type Intent = 'buying-page' | 'buying-form' | 'many-visits' | 'meeting-booked' | 'recent-click';

/** One thing on the timeline. `id` is unique within the contact; texts are plain text, never HTML. */
export type Item = {
  readonly id: string;
  readonly kind: Kind;
  readonly action: Action;
  readonly at: Instant;
  readonly title: string;
  readonly detail: string | null;
  /** The page visited or the link clicked, http(s) only. */
  readonly url: string | null;
  readonly intents: readonly Intent[];
};
/** An item before its intents are told, with what telling them needs. */
export type RawItem = Omit<Item, 'intents'> & {
  /** Meetings only: when it was booked and whether it still stands. */
  readonly meeting?: { readonly bookedAt: Instant | null; readonly isOff: boolean };
};

export type Labelled = { readonly value: string; readonly label: string };
/** Marketing e-mail subscriptions: of all types together, and type by type. */
export type Subscription = {
  readonly state: 'subscribed' | 'partly' | 'unsubscribed' | 'not-asked';
  readonly types: readonly { readonly name: string; readonly isSubscribed: boolean }[];
};
export type Touch = { readonly at: Instant; readonly what: string };

export type Profile = {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly email: string | null;
  readonly lifecycle: (Labelled & { readonly since: Instant | null }) | null;
  readonly score: number | null;
  readonly lists: readonly { readonly id: string; readonly name: string; readonly addedAt: Instant }[];
  readonly source: (Labelled & { readonly details: readonly string[] }) | null;
  readonly firstTouch: Touch | null;
  readonly lastTouch: Touch | null;
  readonly subscription: Subscription | null;
  readonly totals: { readonly opens: number; readonly clicks: number; readonly visits: number; readonly pageViews: number; readonly forms: number };
};

/** What HubSpot would not tell this time: shown as such, never as "none". */
export type Gap = 'lists' | 'subscription' | 'events' | 'emails' | 'calls' | 'meetings' | 'notes' | 'tasks';

/** A person in a company's or deal's list, most engaged first. */
export type PersonSummary = {
  readonly record: { readonly object: string; readonly id: string };
  readonly name: string;
  readonly lifecycle: Labelled | null;
  readonly score: number | null;
  readonly last: Touch | null;
  /** Relative warmth, 0 and up; only good for ordering (people.ts). */
  readonly warmth: number;
  readonly isHot: boolean;
};

/** Answers about one person: the person's own, or why there is none. */
export type Unanswered =
  | { readonly state: 'not-linked'; readonly reason: string; readonly explanation: string }
  | { readonly state: 'never-met'; readonly explanation: string }
  | { readonly state: 'gone'; readonly explanation: string }
  /** HubSpot is slow, refuses more calls for now, or is away: try again at `retryAt`. */
  | { readonly state: 'busy'; readonly code: string; readonly explanation: string; readonly retryAt: Instant | null };
