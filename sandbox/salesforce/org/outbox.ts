import type { Outgoing } from '../contract.ts';
import { OrgError } from './errors.ts';

/** External addresses Apex may write to in a day, by Greenwich (Apex Developer Guide, "Outbound Email"). */
const DAILY_EMAILS = 5_000;
const KEPT_MAX = 500;
const DAY_MS = 86_400_000;

/** A message that left the org. */
export type Sent = Outgoing & { readonly at: number };

/** What Apex sent: e-mails and notifications, and how many addresses may still be written to today. */
export type Outbox = {
  /** Newest first, at most 500. */
  sent(): readonly Sent[];
  /** External addresses written to today, and allowed. */
  usage(): { readonly used: number; readonly max: number };
  setDailyMax(max: number): void;
  /** Sends what a transaction gathered, once it is committed. */
  post(messages: readonly Outgoing[]): void;
  clear(): void;
};

/** Addresses of a message that count: a user named by id does not. */
export const externalOf = (message: Outgoing): number => (message.kind === 'email' ? message.to.length : 0);

export function createOutbox(now: () => number): Outbox {
  let kept: readonly Sent[] = [];
  let max = DAILY_EMAILS;
  let day = 0;
  let used = 0;
  const roll = (): void => {
    const today = Math.floor(now() / DAY_MS);
    if (today !== day) [day, used] = [today, 0];
  };
  return {
    sent: () => kept,
    usage: () => {
      roll();
      return { used, max };
    },
    setDailyMax: (allowed) => {
      if (allowed < 0) throw new OrgError('INVALID_OPERATION', 'a daily limit is not negative');
      max = allowed;
    },
    post: (messages) => {
      roll();
      used += messages.reduce((sum, message) => sum + externalOf(message), 0);
      const at = now();
      kept = [...messages.map((message) => ({ ...message, at })).toReversed(), ...kept].slice(0, KEPT_MAX);
    },
    clear: () => {
      [kept, max, used] = [[], DAILY_EMAILS, 0];
    },
  };
}
