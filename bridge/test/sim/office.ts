/** A person at the operations page: takes decisions back, settles conflicts, says which records are one and which are not. */
import { isSameRecord, spokenOf } from '../../src/domain/index.ts';
import type { IdentityChoice, RecordRef, Review, RuleSet } from '../../src/domain/index.ts';
import type { Store } from '../../src/engine/index.ts';
import { settleIdentity } from '../../src/operations/identity-reviews.ts';
import { chooseInReview } from '../../src/operations/reviews.ts';
import { reverseDecision, settlementState } from '../../src/operations/settle.ts';
import type { Asked, Receive } from '../../src/operations/settle.ts';
import type { ConnectionView } from '../../src/operations/view.ts';
import { CONNECTION, FINGERPRINT } from './bridge.ts';
import type { Crm } from './crm.ts';
import type { Dice } from './random.ts';
import { SCHEMAS } from './rules.ts';
import type { Time } from './time.ts';

export type Office = {
  /** Answers something that is open, if anything is. */
  readonly act: () => Promise<void>;
  /** Whether a person said that this record is not who it seems to be: then another may be made for the other. */
  readonly isKeptApart: (ref: RecordRef) => boolean;
  /** What the person must be able to rely on, asked once everything is quiet. */
  readonly check: (report: (text: string) => void) => Promise<void>;
};
export type OfficePorts = {
  readonly store: Store;
  readonly time: Time;
  readonly dice: Dice;
  readonly rules: RuleSet;
  readonly crms: { readonly salesforce: Crm; readonly hubspot: Crm };
  /** Gives a notice to a process that is alive; resolves once it is stored, never when the process dies over it. */
  readonly receive: Receive;
  readonly wake: () => void;
  readonly mark: (name: string) => void;
  readonly say: (line: () => string) => void;
};

/** How many of the newest decisions a person looks at. */
const seenMax = 60;

export function createOffice(ports: OfficePorts): Office {
  const { store, time, dice, mark, say } = ports;
  const asked: Asked[] = [];
  const apart: RecordRef[] = [];
  const wereOne = new Set<string>();
  const view: ConnectionView = {
    id: CONNECTION,
    store,
    clock: time.clock,
    fingerprint: FINGERPRINT,
    gateways: () => null,
    rulebook: () => ({ rules: ports.rules, schemas: SCHEMAS }),
    progress: () => ({ initialSync: { done: true }, stream: { isConnected: true, lastHeardAt: null, trouble: null }, trouble: null }),
    sweep: () => false,
  };
  /** Only what a process has stored was said: a page that got no answer tells its user so. */
  const receive: Receive = async (changes) => {
    await ports.receive(changes);
    for (const { settlement, occurredAt } of changes) {
      const [link] = settlement === undefined ? [] : await store.linksOf(CONNECTION, [...changes.map((change) => change.ref)]);
      if (settlement !== undefined && link !== null && link !== undefined) asked.push({ link: link.id, field: settlement.rule, since: occurredAt });
    }
  };
  const reverse = async (): Promise<void> => {
    const { items } = await store.decisions(CONNECTION, { limit: seenMax });
    const lost = items.filter((one) => one.winner === 'salesforce' || one.winner === 'hubspot');
    if (lost.length === 0) return;
    const chosen = dice.pick(lost);
    const result = await reverseDecision(view, receive, chosen.id);
    say(() => `a person reverses ${chosen.linkId} ${chosen.field}: ${result.ok ? 'asked' : result.error}`);
    if (result.ok) mark('person-reversed');
  };
  const choose = async (review: Review): Promise<void> => {
    const result = await chooseInReview(view, receive, { key: review.key, side: dice.chance(0.5) ? 'salesforce' : 'hubspot' });
    say(() => `a person settles ${review.key}: ${result.ok ? 'asked' : result.error}`);
    if (result.ok) mark('person-chose');
  };
  const identify = async (review: Review): Promise<void> => {
    const choice = choiceFor(review, dice);
    const result = await settleIdentity(view, ports.wake, { key: review.key, choice, by: '005OPS' });
    say(() => `a person answers ${review.key}: ${JSON.stringify(choice)} ${result.ok ? '' : result.error}`);
    if (!result.ok) return;
    mark(`person-${choice.action}`);
    if (choice.action !== 'apart') return;
    apart.push(...review.refs);
    // Two who were linked while the question lay on the desk stay one, as where our own key says so.
    const links = await store.linksOf(CONNECTION, [...review.refs]);
    for (const link of links) if (link?.state === 'active' && links.filter((other) => other?.id === link.id).length > 1) wereOne.add(link.id);
  };
  return {
    act: async () => {
      const { items } = await store.reviews(CONNECTION, { limit: seenMax });
      if (items.length === 0 || dice.chance(0.4)) return reverse();
      const review = dice.pick(items);
      return review.kind === 'conflict' ? choose(review) : identify(review);
    },
    isKeptApart: (ref) => apart.some((one) => isSameRecord(one, ref)),
    check: async (report) => {
      for (const word of asked) await checkWord(view, word, report);
      await checkVerdicts(ports, wereOne, report);
    },
  };
}

function choiceFor(review: Review, dice: Dice): IdentityChoice {
  if (dice.chance(0.4)) return { action: 'apart' };
  const sides = [...new Set(review.refs.map((ref) => ref.side))];
  return { action: 'link', refs: sides.map((side) => dice.pick(review.refs.filter((ref) => ref.side === side))) };
}

/** A word on a field is carried out, overtaken by somebody's edit, or an issue; never forgotten. */
async function checkWord(view: ConnectionView, word: Asked, report: (text: string) => void): Promise<void> {
  const { state } = await settlementState(view, word);
  if (state === 'waiting') report(`a person's word on ${word.link} ${word.field} came to nothing`);
}

/** What was answered is not asked again, and records kept apart are not linked. */
async function checkVerdicts({ store, crms }: OfficePorts, wereOne: ReadonlySet<string>, report: (text: string) => void): Promise<void> {
  const { items: verdicts } = await store.listVerdicts(CONNECTION, { limit: 100_000 });
  const { items: reviews } = await store.reviews(CONNECTION, { limit: 100_000 });
  for (const { key, kind, refs } of reviews) {
    const [first, ...others] = refs;
    if (kind === 'conflict' || first === undefined) continue;
    const { isSettled, same } = spokenOf(first, verdicts);
    const again = others.find((ref) => isSettled(ref) || same.some((one) => isSameRecord(one, ref)));
    if (again !== undefined) report(`${key} asks again about ${again.id}`);
  }
  const { items: links } = await store.listLinks(CONNECTION, { limit: 100_000 });
  for (const { id, salesforce, hubspot, state } of links) {
    if (state !== 'active' || salesforce === null || hubspot === null || wereOne.has(id)) continue;
    const refs: readonly RecordRef[] = [
      { side: 'salesforce', ...salesforce },
      { side: 'hubspot', ...hubspot },
    ];
    // What people merged or converted is one record by their own deed.
    const isMade = [...crms.hubspot.records.values(), ...crms.salesforce.records.values()].some(
      (record) => record.mergedInto === hubspot.id || record.convertedTo?.contactId === salesforce.id,
    );
    const [one, other] = refs;
    if (!isMade && one !== undefined && other !== undefined && spokenOf(one, verdicts).isApart(other)) report(`${id} links what a person keeps apart`);
  }
}
