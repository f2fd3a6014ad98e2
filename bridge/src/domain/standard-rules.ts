/** Rules of the platforms about particular objects that no describe tells. */
import type { FieldIntent } from './plan-types.ts';
import type { WireScalar } from './values.ts';

const ACTIVITIES: ReadonlySet<string> = new Set(['Task', 'Event']);
/** How ids of leads begin, in every org. */
const LEAD = '00Q';

/** An activity of a lead is about nothing else: beside a lead in `WhoId`, Salesforce takes no `WhatId`. It is set once the lead is converted. */
export function withoutWhatId(object: string, fields: readonly FieldIntent[], held: WireScalar | undefined): readonly FieldIntent[] {
  if (!ACTIVITIES.has(object)) return fields;
  const written = fields.find((intent) => intent.field === 'WhoId');
  const who = written === undefined ? held : written.wire;
  return String(who ?? '').startsWith(LEAD) ? fields.filter((intent) => intent.field !== 'WhatId' || intent.wire === null) : fields;
}
