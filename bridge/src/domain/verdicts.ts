/** What people said about one record's identity, read out of the remembered verdicts. A word on a pair outranks every guess of ours. */
import type { IdentityVerdict, RecordRef } from './model.ts';

/** What is known of one record from people; the newest word first. */
export type Spoken = {
  /** Records of the other side a person named as the same. */
  readonly same: readonly RecordRef[];
  /** Records of its own side that are kept in step instead of it. */
  readonly masters: readonly RecordRef[];
  /** Whether a person said that the two are not the same, or that this record is kept in step instead of the other: no reason to ask again. */
  readonly isSettled: (other: RecordRef) => boolean;
  readonly isApart: (other: RecordRef) => boolean;
};

/** A Salesforce id says its object by itself, and a lead's id is its contact's in no case; a HubSpot id is one only within its object. */
export function isSameRecord(one: RecordRef, other: RecordRef): boolean {
  return one.side === other.side && one.id === other.id && (one.side === 'salesforce' || one.object === other.object);
}

/** Reads the verdicts that concern a record; others among them are passed over. */
export function spokenOf(record: RecordRef, verdicts: readonly IdentityVerdict[]): Spoken {
  const mine = verdicts
    .flatMap((verdict) => {
      const [one, two] = verdict.refs;
      if (isSameRecord(one, record)) return [{ verdict, other: two }];
      return isSameRecord(two, record) ? [{ verdict, other: one }] : [];
    })
    .toSorted((left, right) => right.verdict.at - left.verdict.at);
  const same = mine.filter(({ verdict, other }) => verdict.verdict === 'link' && other.side !== record.side).map(({ other }) => other);
  const kept = mine.filter(({ verdict, other }) => verdict.verdict === 'link' && other.side === record.side);
  const masters = kept.filter(({ verdict, other }) => verdict.master !== null && isSameRecord(verdict.master, other)).map(({ other }) => other);
  const followers = kept.filter(({ verdict }) => verdict.master !== null && isSameRecord(verdict.master, record)).map(({ other }) => other);
  const apart = mine.filter(({ verdict }) => verdict.verdict === 'apart').map(({ other }) => other);
  const isApart = (ref: RecordRef): boolean => apart.some((one) => isSameRecord(one, ref));
  return { same, masters, isApart, isSettled: (ref) => isApart(ref) || followers.some((one) => isSameRecord(one, ref)) };
}

/** What a person chose in a review of several records. */
export type IdentityChoice =
  /** These are one and the same, one per side the review asks about; the review's others are duplicates of the one of their side. */
  | { readonly action: 'link'; readonly refs: readonly RecordRef[] }
  /** No two of them are the same. */
  | { readonly action: 'apart' };

type Signed = { readonly mapping: string; readonly by: string | null; readonly at: number };

/** The verdicts a choice about these records comes to. */
export function verdictsFor(choice: IdentityChoice, all: readonly RecordRef[], signed: Signed): readonly IdentityVerdict[] {
  const pairs = all.flatMap((one, index) => all.slice(index + 1).map((other): readonly [RecordRef, RecordRef] => [one, other]));
  if (choice.action === 'apart') return pairs.map((refs) => ({ ...signed, refs, verdict: 'apart', master: null }));
  const isChosen = (ref: RecordRef): boolean => choice.refs.some((one) => isSameRecord(one, ref));
  return pairs.flatMap(([one, other]): readonly IdentityVerdict[] => {
    if (one.side !== other.side) return isChosen(one) && isChosen(other) ? [{ ...signed, refs: [one, other], verdict: 'link', master: null }] : [];
    const master = isChosen(one) ? one : isChosen(other) ? other : null;
    return master === null ? [] : [{ ...signed, refs: [one, other], verdict: 'link', master }];
  });
}

/** Why records cannot be named as the same; null when they can. */
export function choiceRefusal(choice: IdentityChoice, all: readonly RecordRef[]): string | null {
  if (choice.action === 'apart') return null;
  if (choice.refs.some((ref) => !all.some((one) => isSameRecord(one, ref)))) return 'Only records of this review can be chosen.';
  const sides = choice.refs.map((ref) => ref.side);
  const asked = new Set(all.map((ref) => ref.side));
  return sides.length === asked.size && new Set(sides).size === asked.size ? null : 'Choose one record of each system.';
}
