import { optOutOfAddress } from '../consent.ts';
import { contactExists, invalidJson, invalidProperties, type PropertyFault } from '../errors.ts';
import type { Op, Source, StoredRecord, Values } from '../model.ts';
import type { Portal } from '../portal.ts';
import type { ObjectKind } from '../schema/objects.ts';
import { checkValue } from '../values.ts';
import { deriveActivity } from './activities.ts';
import { completeLineItem, deriveLineItem } from './commerce.ts';
import { allowedValues, applyLifecycle, applyPipeline, claimedKeys, deriveContact, deriveDeal, deriveTicket, onlyChanged } from './rules.ts';

/** One call's worth of planning: later inputs see the unique keys that earlier ones claimed. */
export interface WritePlan {
  readonly portal: Portal;
  readonly source: Source;
  readonly at: number;
  readonly claims: Map<string, string>;
}

export function startPlan(portal: Portal, source: Source): WritePlan {
  return { portal, source, at: portal.clock.now(), claims: new Map() };
}

function rawText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalidJson(`the value of property ${name} must be a string`);
}

/** Checks every given property by itself. Throws one error naming all that were refused. */
function checkProperties(plan: WritePlan, kind: ObjectKind, before: Values, given: Readonly<Record<string, unknown>>): Record<string, string> {
  const { state } = plan.portal;
  const changes: Record<string, string> = {};
  const faults: PropertyFault[] = [];
  for (const [name, raw] of Object.entries(given)) {
    const definition = state.definition(kind.name, name);
    if (definition === undefined || definition.modificationMetadata.readOnlyValue) {
      if (kind.ignoresUnknown) continue;
      faults.push(
        definition === undefined
          ? { name, error: 'PROPERTY_DOESNT_EXIST', message: `Property "${name}" does not exist` }
          : { name, error: 'READ_ONLY_VALUE', message: `"${name}" is a read only property; its value cannot be set.` },
      );
      continue;
    }
    const checked = checkValue(definition, rawText(name, raw), before[name] ?? '', allowedValues(state, kind, definition));
    if ('fault' in checked) faults.push(checked.fault);
    else changes[name] = checked.value;
  }
  if (faults.length > 0) throw invalidProperties(faults);
  return changes;
}

function claim(plan: WritePlan, kind: ObjectKind, id: string, changes: Values): void {
  const { state, portalId } = { state: plan.portal.state, portalId: plan.portal.portalId };
  const keys = claimedKeys(state, kind, changes);
  for (const [name, value] of keys) {
    const holder = state.holder(kind.name, name, value) ?? plan.claims.get(`${kind.name}|${name}|${value}`);
    if (holder === undefined || holder === id) continue;
    if (kind.name === 'contacts' && name === 'email') throw contactExists(holder);
    const message = `Cannot set PropertyValueCoordinates{portalId=${portalId}, objectTypeId=ObjectTypeId{legacyObjectType=${kind.singular.toUpperCase()}}, propertyName=${name}, value=${value}} on ${id}. ${holder} already has that value.`;
    throw invalidProperties([{ name, error: 'CONFLICTING_UNIQUE_VALUE', message }]);
  }
  for (const [name, value] of keys) plan.claims.set(`${kind.name}|${name}|${value}`, id);
}

function derive(plan: WritePlan, kind: ObjectKind, before: Values, changes: Record<string, string>): void {
  const { state } = plan.portal;
  applyLifecycle(state, kind, before, changes, plan.at);
  const fault = applyPipeline(state, kind, before, changes);
  if (fault !== null) throw invalidProperties([fault]);
  if (kind.name === 'deals') deriveDeal(state, before, changes, plan.at);
  if (kind.name === 'tickets') deriveTicket(state, before, changes, plan.at);
  if (kind.name === 'line_items') deriveLineItem(before, changes);
  if (kind.ignoresUnknown) deriveActivity(kind.name, before, changes, plan.at);
  if (kind.name === 'contacts') deriveContact(before, changes);
  // Choices belong to the address: a contact that gets another shows what was chosen under that one.
  if (kind.name === 'contacts' && changes['email'] !== undefined) Object.assign(changes, optOutOfAddress(state, changes['email'], before));
  const owner = changes['hubspot_owner_id'];
  if (owner !== undefined && owner !== before['hubspot_owner_id']) changes['hubspot_owner_assigneddate'] = owner === '' ? '' : new Date(plan.at).toISOString();
}

function missing(names: readonly string[], message: string): never {
  throw invalidProperties(names.map((name) => ({ name, error: 'REQUIRED_FIELD', message })));
}

/** Plans a new record. Throws PortalError; nothing is stored. */
export function planCreate(plan: WritePlan, kind: ObjectKind, given: Readonly<Record<string, unknown>>): { readonly id: string; readonly op: Op } {
  const { state } = plan.portal;
  const changes = checkProperties(plan, kind, {}, given);
  const filled = (name: string): boolean => (changes[name] ?? '') !== '';
  const absent = kind.createNeeds.filter((name) => !filled(name));
  const faults = kind.name === 'line_items' ? completeLineItem(state, changes) : [];
  if (faults.length > 0) throw invalidProperties(faults);
  if (absent.length > 0) missing(absent, `Error creating ${kind.singular}. Some required properties were not set.`);
  if (kind.createNeedsOneOf.length > 0 && !kind.createNeedsOneOf.some(filled)) {
    missing(kind.createNeedsOneOf, `At least one of ${kind.createNeedsOneOf.join(', ')} must be set to create a ${kind.singular}.`);
  }
  const stage = state.settings.defaultLifecycleStage;
  if (kind.hasLifecycle && changes['lifecyclestage'] === undefined && stage !== '') changes['lifecyclestage'] = stage;
  derive(plan, kind, {}, changes);
  const id = state.takeId();
  claim(plan, kind, id, changes);
  const values = onlyChanged(null, { ...changes, hs_object_source: plan.source.type, hs_object_source_id: plan.source.id ?? '' });
  return { id, op: { op: 'create', object: kind.name, id, at: plan.at, source: plan.source, values } };
}

/** Plans a change of one record. Equal values are left out, yet the record counts as modified. */
export function planUpdate(plan: WritePlan, kind: ObjectKind, record: StoredRecord, given: Readonly<Record<string, unknown>>): Op {
  const changes = checkProperties(plan, kind, record.values, given);
  derive(plan, kind, record.values, changes);
  const values = onlyChanged(record, changes);
  claim(plan, kind, record.id, values);
  return { op: 'update', object: kind.name, id: record.id, at: plan.at, source: plan.source, values };
}

/** The live record an id or unique value names; e-mail also finds secondary addresses. */
export function findRecord(portal: Portal, kind: ObjectKind, key: string, idProperty: string | undefined): StoredRecord | undefined {
  if (idProperty === undefined || idProperty === 'hs_object_id') return portal.state.live(kind.name, key);
  const value = idProperty === 'email' ? key.trim().toLowerCase() : key;
  const holder = portal.state.holder(kind.name, idProperty, value);
  return holder === undefined ? undefined : portal.state.live(kind.name, holder);
}
