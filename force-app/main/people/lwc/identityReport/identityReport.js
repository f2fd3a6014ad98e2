/**
 * The duplicate report in words and as a file. Pure.
 * Tests: __tests__ beside this file.
 */
import { fillLabel, formatCount, formatDate } from 'c/syncFormat';
import { label } from 'c/identityLabels';

const SYSTEMS = { salesforce: label.salesforce, hubspot: label.hubspot };
const SHARED = { email: label.sharedEmail, domain: label.sharedDomain };
const isSame = (one, other) => one.side === other.side && one.id === other.id && one.object === other.object;

/** @param {string} side @returns {string} the system's name */
export const systemName = (side) => SYSTEMS[side] ?? side;

/**
 * How the open question about a group is answered here.
 * @param {object} group @param {object} member to keep @returns {object[]|null} the records to name as one: the member, and the other system's record
 *   if the question names one; null when the other system has several, between which a person must choose
 */
export function refsToKeep({ question }, member) {
  const others = question.refs.filter(({ side }) => side !== member.ref.side);
  if (others.length > 1 || !question.refs.some((ref) => isSame(ref, member.ref))) return null;
  return [member.ref, ...others].map(({ side, object, id }) => ({ side, object, id }));
}

/** @param {object} group as SyncIdentityController.duplicates answers @returns {object} the same for the page */
export function groupRow(group) {
  const { key, side, sharedBy, members, suggestion, question } = group;
  const master = suggestion?.master;
  const rows = members.map((member) => {
    const { ref, name, isLinked, filled, openDeals, createdAt, lastActivityAt } = member;
    return {
      key: `${ref.object}:${ref.id}`,
      ref,
      name,
      names: { [ref.id]: name },
      isSuggested: Boolean(master) && isSame(master, ref),
      inStep: isLinked ? label.yes : label.no,
      filled: formatCount(filled),
      openDeals: openDeals === null ? label.unknown : formatCount(openDeals),
      created: createdAt === null ? label.unknown : formatDate(createdAt),
      lastActivity: lastActivityAt === null ? label.unknown : formatDate(lastActivityAt),
      canKeep: Boolean(question) && refsToKeep(group, member) !== null,
      keepName: fillLabel(label.keepThisName, name, ref.id),
    };
  });
  const title = fillLabel(label.groupTitle, (rows.find(({ isSuggested }) => isSuggested) ?? rows[0])?.name, members.length, SHARED[sharedBy] ?? sharedBy);
  return {
    key,
    title,
    system: systemName(side),
    rows,
    reasons: suggestion?.reasons ?? [],
    hasQuestion: Boolean(question),
    isForQueue: Boolean(question) && !rows.some(({ canKeep }) => canKeep),
    apartName: fillLabel(label.keepApartName, title),
    queueName: fillLabel(label.answerInQueueName, title),
    noQuestion: fillLabel(label.noQuestion, systemName(side)),
  };
}

const HEADINGS = [
  ...['group', 'mapping', 'system', 'shared_by', 'object', 'id', 'suggested', 'in_step'],
  ...['filled_fields', 'open_deals', 'created', 'last_activity', 'reasons'],
];
const instant = (at) => (at === null ? '' : new Date(at).toISOString());
const quoted = (value) => {
  const text = String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
};

/**
 * @param {object[]} groups @returns {string} CSV: one line per record, by ids and without names, so that the file holds nobody's data; the reasons stand
 *   at the suggested one
 */
export function reportCsv(groups) {
  const lines = groups.flatMap(({ key, mapping, side, sharedBy, members, suggestion }) =>
    members.map(({ ref, isLinked, filled, openDeals, createdAt, lastActivityAt }) => {
      const isSuggested = Boolean(suggestion) && isSame(suggestion.master, ref);
      const about = [ref.object, ref.id, isSuggested ? 'yes' : 'no', isLinked ? 'yes' : 'no', filled, openDeals, instant(createdAt), instant(lastActivityAt)];
      return [key, mapping, side, sharedBy, ...about, isSuggested ? suggestion.reasons.join(' ') : ''].map(quoted).join(',');
    }),
  );
  return [HEADINGS.join(','), ...lines, ''].join('\r\n');
}
