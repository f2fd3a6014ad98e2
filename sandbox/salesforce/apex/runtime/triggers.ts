/** Runs the triggers of one save step: rows in, Trigger.* set, changes and errors back out. */
import type { ObjectSchema, Row, TriggerEvent, TriggerInvocation } from '../../contract.ts';
import { AList, AMap } from './collections.ts';
import { asThrowable, type EventBusState, type Runtime, type TriggerContext } from './runtime.ts';
import { SObj, toStored } from './sobject.ts';
import { ApexException, fullText } from './throwable.ts';

export type { EventBusState } from './runtime.ts';

/** A compiled trigger. */
export type TriggerUnit = { readonly name: string; readonly object: string; readonly events: readonly string[]; readonly run: () => void };

const units = new WeakMap<Runtime, readonly TriggerUnit[]>();

export const installTriggers = (runtime: Runtime, triggers: readonly TriggerUnit[]): void => void units.set(runtime, triggers);

export function triggersOn(runtime: Runtime, object: string, event: TriggerEvent): readonly TriggerUnit[] {
  return (units.get(runtime) ?? []).filter((t) => t.object.toLowerCase() === object.toLowerCase() && t.events.includes(event));
}

/** Runs every trigger of the event inside the current context; an uncaught exception leaves as the platform words it. */
export function runTriggers(runtime: Runtime, invocation: TriggerInvocation, bus: EventBusState = { retries: 0, lastError: null, resume: null }): void {
  const triggers = triggersOn(runtime, invocation.object, invocation.event);
  const schema = runtime.org.object(invocation.object);
  if (!triggers.length || !schema) return;
  const trigger = triggerContext(runtime, schema, invocation, bus);
  for (const unit of triggers) {
    try {
      runtime.inScope({ trigger }, unit.run);
    } catch (error) {
      throw inTrigger(unit, invocation.event, error);
    }
  }
  if (invocation.event === 'before insert' || invocation.event === 'before update') writeBack(trigger.newList, invocation.newRows ?? []);
}

function inTrigger(unit: TriggerUnit, event: TriggerEvent, error: unknown): unknown {
  const thrown = asThrowable(error);
  if (!thrown || thrown.isFatal) return error;
  const words = event
    .split(' ')
    .map((w) => w.charAt(0).toUpperCase() + w.slice(1))
    .join('');
  // The text ends at the trigger; who saved is the next exception's story.
  const last = thrown.frames.findIndex((f) => f.startsWith(`Trigger.${unit.name}:`));
  return new ApexException(thrown, `${unit.name}: execution of ${words}\n\ncaused by: ${fullText(thrown, last + 1 || undefined)}`);
}

function triggerContext(runtime: Runtime, schema: ObjectSchema, invocation: TriggerInvocation, bus: EventBusState): TriggerContext {
  const { event, newRows, oldRows } = invocation;
  const [time, operation] = event.split(' ');
  const { table } = runtime;
  const type = table.ofSchema(schema);
  const list = (rows: readonly Row[] | null, readOnly: boolean): AList | null => {
    if (!rows) return null;
    const made = new AList(
      table.list(type),
      rows.map((row, i) => record(schema, row, i, readOnly, invocation)),
    );
    made.readOnly = true;
    return made;
  };
  const map = (records: AList | null): AMap | null => {
    if (!records) return null;
    const made = new AMap(table.lib('Map', [table.lib('Id'), type]));
    for (const item of records.items) if (item instanceof SObj) made.put(item.peek('Id') ?? null, item);
    return made;
  };
  const newList = list(operation === 'delete' ? null : newRows, time === 'after');
  const oldList = list(operation === 'insert' || operation === 'undelete' ? null : oldRows, true);
  return {
    newList,
    oldList,
    newMap: event === 'before insert' || schema.kind === 'event' ? null : map(newList),
    oldMap: map(oldList),
    event,
    size: (newRows ?? oldRows ?? []).length,
    bus: schema.kind === 'event' ? bus : null,
  };
}

function record(schema: ObjectSchema, row: Row, index: number, readOnly: boolean, invocation: TriggerInvocation): SObj {
  // Only what a before trigger sees as new goes on changing: the save works on it.
  const made = SObj.ofRow(schema, readOnly ? row : { ...row });
  made.dirty = new Set();
  made.slot = { readOnly, addError: (message, field) => invocation.addError(index, message, field) };
  return made;
}

/** What a before trigger set on its records becomes the row to save. */
function writeBack(records: AList | null, rows: readonly Row[]): void {
  records?.items.forEach((item, i) => {
    const row = rows[i];
    if (!(item instanceof SObj) || !row) return;
    for (const name of item.dirty ?? []) if (item.schema.fields.has(name.toLowerCase())) row[name] = toStored(item.peek(name));
  });
}
