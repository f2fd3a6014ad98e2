import type { RecordRef } from '../domain/model.ts';

/**
 * Whether a text names a record. A Salesforce id is told by itself. A HubSpot id is a number that could be anything, so it counts where
 * it stands as an id: between quotes as JSON has it, or as a part of an event id or subject.
 */
export const namesRecord = ({ side, id }: RecordRef): ((text: string) => boolean) => {
  if (side === 'salesforce') return (text) => text.includes(id);
  const marks = hubspotMarks(id);
  const tail = `:${id}`;
  return (text) => marks.some((mark) => text.includes(mark)) || text.endsWith(tail) || text.endsWith(`-${id}`);
};

const hubspotMarks = (id: string): readonly string[] => [`"${id}"`, `:${id}:`, `:${id}|`, `-${id}|`, `-${id}"`, `:${id}"`];

/** The same as patterns for SQL's LIKE; ids are letters and digits, so nothing needs escaping. */
export const patternsOf = ({ side, id }: RecordRef): readonly string[] =>
  side === 'salesforce' ? [`%${id}%`] : [...hubspotMarks(id).map((mark) => `%${mark}%`), `%:${id}`, `%-${id}`];
