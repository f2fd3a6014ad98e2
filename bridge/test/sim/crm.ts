/**
 * One simulated CRM: records, who changed what when, platform rules, and the notices it sends. It knows nothing of the bridge but the
 * id its writes carry.
 */
import { KEY_FIELD, STAMP_FIELD } from '../../src/domain/index.ts';
import type { Change, EventId, FieldChange, RecordRef, Side } from '../../src/domain/index.ts';
import type { WireRecord, WireValue, WriteFault, WriteRequest } from '../../src/engine/index.ts';
import { OWNERS, SCHEMAS, STAGES } from './rules.ts';

export const BRIDGE_ACTOR = { salesforce: '005BRIDGE', hubspot: 'app-1' } as const;

export type Touch = { readonly at: number; readonly value: WireValue; readonly actor: string };
export type SimRecord = {
  readonly side: Side;
  object: string;
  readonly id: string;
  readonly values: Record<string, WireValue>;
  readonly history: Map<string, Touch[]>;
  readonly createdAt: number;
  readonly createdBy: string;
  modifiedAt: number;
  modifiedBy: string;
  isDeleted: boolean;
  /** Gone past the recycle bin. */
  isErased: boolean;
  mergedInto: string | null;
  convertedTo: WireRecord['convertedTo'];
  company: string | null;
  /** Contacts a deal is associated with, and since when. */
  readonly contacts: Map<string, number>;
  automations: number;
};
export type Behaviour = {
  /** The form a platform gives a value it stores. */
  readonly rewrite: (field: string, value: WireValue) => WireValue;
  /** Fields the customer's automation sets in the same save. */
  readonly automate: (record: SimRecord, changed: readonly string[]) => Readonly<Record<string, WireValue>>;
  /** Leaves a lifecycle stage that would go back as it is. */
  readonly isForwardOnly: boolean;
  /** A workflow that sets a lifecycle stage whenever another is set, however often. */
  readonly insists?: (stage: WireValue) => WireValue | undefined;
};
export type Crm = {
  readonly side: Side;
  readonly records: Map<string, SimRecord>;
  readonly create: (object: string, values: Readonly<Record<string, WireValue>>, actor: string) => SimRecord | WriteFault;
  readonly edit: (id: string, values: Readonly<Record<string, WireValue>>, actor: string) => WriteFault | null;
  readonly remove: (id: string, actor: string) => void;
  /** Back from the recycle bin; false when it is not there, or its address belongs to another by now. */
  readonly restore: (id: string, actor: string) => boolean;
  /** For good: values and history go. */
  readonly erase: (id: string, actor: string) => void;
  /** `asNew`: both become a third record, as HubSpot does at times. */
  readonly merge: (survivor: string, loser: string, actor: string, asNew?: boolean) => void;
  /** Into an existing contact, and with an opportunity, where they are named. */
  readonly convert: (
    lead: string,
    accountId: string | null,
    actor: string,
    into?: { readonly contactId?: string; readonly opportunity?: string },
  ) => SimRecord | null;
  readonly land: (request: WriteRequest) => { readonly record: SimRecord; readonly created: boolean } | WriteFault;
  readonly setCompany: (id: string, company: string | null) => void;
  /** Associates a deal with a contact. */
  readonly involve: (deal: string, contact: string) => void;
  /** What a record is associated with: the objects HubSpot keeps associations of. */
  readonly associated: (id: string, to: string) => readonly string[];
  readonly find: (object: string, field: string, value: string) => readonly SimRecord[];
  readonly resolve: (id: string) => SimRecord | null;
  readonly wire: (record: SimRecord, fields: readonly string[]) => WireRecord;
};
export type CrmPorts = { readonly side: Side; readonly now: () => number; readonly behaviour: Behaviour; readonly notify: (change: Change) => void };

const fault = (code: string, fields: readonly string[] = [], existingId: string | null = null): WriteFault => ({ code, message: code, fields, existingId });
/** Who owns what a lead of a queue becomes. */
const QUEUED_TO = '005REP1';
const PREFIX: Readonly<Record<string, string>> = { Lead: '00Q', Contact: '003', Account: '001', Opportunity: '006' };

/** A CRM with nothing in it. */
export function createCrm({ side, now, behaviour, notify }: CrmPorts): Crm {
  const records = new Map<string, SimRecord>();
  let serial = 0;
  let event = 0;
  const isBridge = (actor: string): boolean => actor === BRIDGE_ACTOR[side];
  const nextId = (object: string): string =>
    side === 'salesforce'
      ? `${PREFIX[object] ?? 'a00'}${String(++serial).padStart(12, '0')}AAA`
      : `${object === 'contacts' ? 5 : object === 'deals' ? 9 : 7}${String(++serial).padStart(4, '0')}`;
  const stampTime = (): number => (side === 'salesforce' ? Math.floor(now() / 1000) * 1000 : now());
  const tell = (ref: RecordRef, kind: Change['kind'], fields: Readonly<Record<string, FieldChange>>, actor: string, survivorId?: string): void => {
    notify({
      eventId: `${side}-${++event}` as EventId,
      ref,
      kind,
      fields,
      occurredAt: now(),
      actor,
      lane: 'normal',
      origin: 'event',
      ...(survivorId === undefined ? {} : { survivorId }),
    });
  };
  const refOf = (record: SimRecord): RecordRef => ({ side, object: record.object, id: record.id });
  const alive = (): SimRecord[] => [...records.values()].filter((record) => !record.isDeleted && record.mergedInto === null);

  const check = (object: string, values: Readonly<Record<string, WireValue>>, self: string | null): WriteFault | null => {
    const known = SCHEMAS.get(`${side}:${object}`)?.fields;
    for (const [name, value] of Object.entries(values)) {
      const schema = known?.get(name);
      if (schema === undefined || value === null) continue;
      if (schema.lengthMax !== null && String(value).length > schema.lengthMax) return fault('STRING_TOO_LONG', [name]);
      if (schema.options !== null && !schema.options.includes(String(value)))
        return fault(side === 'salesforce' ? 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' : 'INVALID_OPTION', [name]);
      // A customer's own validation rule, which no schema tells about.
      if (side === 'salesforce' && String(value).includes('!')) return fault('FIELD_CUSTOM_VALIDATION_EXCEPTION', [name]);
    }
    const owner = values[side === 'salesforce' ? 'OwnerId' : 'hubspot_owner_id'];
    if (owner !== undefined && (owner === null ? side === 'salesforce' : OWNERS[side].find((one) => one.id === owner)?.isActive !== true))
      return fault(side === 'salesforce' ? 'INACTIVE_OWNER_OR_USER' : 'INVALID_OPTION', [side === 'salesforce' ? 'OwnerId' : 'hubspot_owner_id']);
    const email = values['email'];
    if (side === 'hubspot' && object === 'contacts' && typeof email === 'string') {
      const taken = alive().find((record) => record.object === 'contacts' && record.id !== self && hasEmail(record, email));
      if (taken !== undefined) return fault('CONFLICT', [], taken.id);
    }
    return null;
  };

  /** Stores values as the platform would; answers what changed, with the stored values. */
  const store = (record: SimRecord, values: Readonly<Record<string, WireValue>>, actor: string): Map<string, WireValue> => {
    const changed = new Map<string, WireValue>();
    for (const [name, raw] of Object.entries(values)) {
      const value = raw === null || raw === '' ? null : behaviour.rewrite(name, raw);
      if (behaviour.isForwardOnly && name === 'lifecyclestage' && isBackward(record.values[name] ?? null, value)) continue;
      if ((record.values[name] ?? null) === value) continue;
      record.values[name] = value;
      changed.set(name, value);
      const touches = record.history.get(name) ?? [];
      touches.unshift({ at: now(), value, actor });
      record.history.set(name, touches);
    }
    if (changed.size > 0) {
      record.modifiedAt = stampTime();
      record.modifiedBy = actor;
    }
    return changed;
  };
  const notices = (record: SimRecord, changed: ReadonlyMap<string, WireValue>, kind: Change['kind'], actor: string): void => {
    const told = [...changed]
      .filter(([name]) => name !== STAMP_FIELD[side] && name !== KEY_FIELD[side])
      .map(([name, value]) => [name, { at: now(), value: value === null ? null : String(value) }] as const);
    if (side === 'salesforce') {
      if (told.length > 0 || kind === 'create') tell(refOf(record), kind, Object.fromEntries(told), actor);
      return;
    }
    if (kind === 'create') tell(refOf(record), 'create', {}, actor);
    for (const [name, change] of told) tell(refOf(record), 'update', { [name]: change }, actor);
  };
  const automation = (record: SimRecord, changed: ReadonlyMap<string, WireValue>): Map<string, WireValue> => {
    const stage = changed.get('lifecyclestage');
    const wanted = stage === undefined ? undefined : behaviour.insists?.(stage);
    if (wanted !== undefined) return store(record, { lifecyclestage: wanted }, 'workflow');
    const set = record.automations < 2 ? behaviour.automate(record, [...changed.keys()]) : {};
    if (Object.keys(set).length > 0) record.automations += 1;
    return store(record, set, side === 'salesforce' ? record.modifiedBy : 'workflow');
  };
  const born = (object: string, actor: string): SimRecord => {
    const record: SimRecord = {
      side,
      object,
      id: nextId(object),
      values: {},
      history: new Map(),
      createdAt: now(),
      createdBy: actor,
      modifiedAt: stampTime(),
      modifiedBy: actor,
      isDeleted: false,
      isErased: false,
      mergedInto: null,
      convertedTo: null,
      company: null,
      contacts: new Map(),
      automations: 0,
    };
    records.set(record.id, record);
    return record;
  };
  const resolve = (id: string): SimRecord | null => {
    const record = records.get(id) ?? null;
    return record !== null && record.mergedInto !== null ? resolve(record.mergedInto) : record;
  };
  const create: Crm['create'] = (object, values, actor) => {
    const refused = check(object, values, null);
    if (refused !== null) return refused;
    const record = born(object, actor);
    const changed = store(
      record,
      {
        ...(object === 'Lead' || object === 'Contact' ? { HasOptedOutOfEmail: false, OwnerId: actor } : {}),
        ...(object === 'Lead' ? { Status: 'Open' } : {}),
        ...values,
      },
      actor,
    );
    const automated = automation(record, changed);
    // The trigger leaves out what the stamp names; HubSpot tells everything.
    const told = side === 'salesforce' && isBridge(actor) ? automated : new Map([...changed, ...automated]);
    if (told.size > 0 || !isBridge(actor) || side === 'hubspot') notices(record, told, 'create', actor);
    return record;
  };
  const edit: Crm['edit'] = (id, values, actor) => {
    const record = resolve(id);
    if (record === null || record.isDeleted) return fault(side === 'salesforce' ? 'ENTITY_IS_DELETED' : 'OBJECT_NOT_FOUND');
    const refused = check(record.object, values, record.id);
    if (refused !== null) return refused;
    const changed = store(record, values, actor);
    const automated = automation(record, changed);
    const told = side === 'salesforce' && isBridge(actor) ? automated : new Map([...changed, ...automated]);
    if (told.size > 0) notices(record, told, 'update', actor);
    return null;
  };
  return {
    side,
    records,
    create,
    edit,
    resolve,
    remove: (id, actor) => {
      const record = records.get(id);
      if (record === undefined || record.isDeleted) return;
      record.isDeleted = true;
      record.modifiedAt = stampTime();
      tell(refOf(record), 'delete', {}, actor);
    },
    restore: (id, actor) => {
      const record = records.get(id);
      if (record === undefined || !record.isDeleted || record.isErased || record.mergedInto !== null) return false;
      // Nothing is checked again but what must be unique.
      if (check(record.object, { email: record.values['email'] ?? null }, id) !== null) return false;
      record.isDeleted = false;
      record.modifiedAt = stampTime();
      tell(refOf(record), 'restore', {}, actor);
      return true;
    },
    erase: (id, actor) => {
      const record = records.get(id);
      if (record === undefined || record.isErased) return;
      const wasThere = !record.isDeleted;
      record.isDeleted = true;
      record.isErased = true;
      for (const name of Object.keys(record.values)) record.values[name] = null;
      record.history.clear();
      record.modifiedAt = stampTime();
      // HubSpot tells of a privacy deletion twice, in any order; Salesforce's trigger tells of the delete only.
      if (side === 'hubspot') tell(refOf(record), 'erase', {}, actor);
      if (wasThere) tell(refOf(record), 'delete', {}, actor);
    },
    merge: (survivor, loser, actor, asNew = false) => {
      const [primary, gone] = [records.get(survivor), records.get(loser)];
      if (primary === undefined || gone === undefined || primary.isDeleted || gone.isDeleted || primary.mergedInto !== null || gone.mergedInto !== null) return;
      const kept = asNew ? born(primary.object, actor) : primary;
      if (asNew) {
        Object.assign(kept.values, primary.values);
        kept.company = primary.company;
        for (const [name, touches] of primary.history) kept.history.set(name, [...touches]);
        primary.mergedInto = kept.id;
      }
      gone.mergedInto = kept.id;
      if (side === 'hubspot') {
        const more = [kept.values['hs_additional_emails'], gone.values['email'], gone.values['hs_additional_emails']].filter(
          (one) => typeof one === 'string' && one !== '',
        );
        kept.values['hs_merged_object_ids'] = [kept.values['hs_merged_object_ids'], gone.id, gone.values['hs_merged_object_ids'], asNew ? primary.id : null]
          .filter((one) => typeof one === 'string')
          .join(';');
        kept.values['hs_additional_emails'] = more.length === 0 ? null : more.join(';');
      }
      if (side === 'salesforce') gone.isDeleted = true;
      kept.modifiedAt = stampTime();
      for (const left of asNew ? [gone, primary] : [gone]) tell(refOf(left), 'merge', {}, actor, kept.id);
      tell(refOf(kept), 'merge', {}, actor, kept.id);
    },
    convert: (leadId, accountId, actor, into = {}) => {
      const lead = records.get(leadId);
      if (lead === undefined || lead.isDeleted || lead.convertedTo !== null) return null;
      const there = into.contactId === undefined ? undefined : records.get(into.contactId);
      const contact = there ?? born('Contact', actor);
      // Into a contact that is there, conversion fills blanks only.
      const carried = Object.fromEntries(
        Object.entries(lead.values).filter(
          ([name]) =>
            name !== 'Status' &&
            name !== KEY_FIELD.salesforce &&
            name !== STAMP_FIELD.salesforce &&
            (there === undefined || (contact.values[name] ?? null) === null),
        ),
      );
      const owner = String(lead.values['OwnerId'] ?? '').startsWith('005') && there === undefined ? {} : { OwnerId: contact.values['OwnerId'] ?? QUEUED_TO };
      const changed = store(contact, { ...carried, ...owner, ...(there === undefined ? { AccountId: accountId } : {}) }, actor);
      const account = there === undefined ? accountId : ((there.values['AccountId'] ?? null) as string | null);
      const opportunity = into.opportunity === undefined ? null : born('Opportunity', actor);
      if (opportunity !== null) store(opportunity, { Name: into.opportunity ?? null, AccountId: account }, actor);
      lead.values['ConvertedContactId'] = contact.id;
      lead.values['ConvertedOpportunityId'] = opportunity?.id ?? null;
      lead.convertedTo = { contactId: contact.id, accountId: account, opportunityId: opportunity?.id ?? null };
      lead.modifiedAt = stampTime();
      if (there === undefined) tell(refOf(contact), 'create', {}, actor);
      else if (changed.size > 0) notices(contact, changed, 'update', actor);
      if (opportunity !== null) tell(refOf(opportunity), 'create', {}, actor);
      tell(refOf(lead), 'update', { IsConverted: { at: now(), value: 'true' }, ConvertedContactId: { at: now(), value: contact.id } }, actor);
      return contact;
    },
    land: (request) => {
      const values = { ...request.values, [KEY_FIELD[side]]: request.key, [STAMP_FIELD[side]]: request.stamp };
      const actor = BRIDGE_ACTOR[side];
      if (request.kind === 'create') {
        const keyed = alive().find(
          (record) => record.object === request.object && String(record.values[KEY_FIELD[side]] ?? '').toLowerCase() === request.key.toLowerCase(),
        );
        if (keyed === undefined) {
          if ((request.object === 'Lead' || request.object === 'Contact') && (request.values['LastName'] ?? null) === null)
            return fault('REQUIRED_FIELD_MISSING', ['LastName']);
          const made = create(request.object, values, actor);
          return 'id' in made ? { record: made, created: true } : made;
        }
        const refused = edit(keyed.id, values, actor);
        return refused ?? { record: keyed, created: false };
      }
      const id = request.id ?? '';
      const refused = edit(id, values, actor);
      const record = resolve(id);
      return refused ?? (record === null ? fault('NOT_FOUND') : { record, created: false });
    },
    setCompany: (id, company) => {
      const record = resolve(id);
      if (record === null || record.company === company) return;
      record.company = company;
      tell(refOf(record), 'associate', {}, 'person');
    },
    involve: (id, contact) => {
      const deal = resolve(id);
      const person = resolve(contact);
      if (deal === null || person === null || deal.contacts.has(person.id)) return;
      deal.contacts.set(person.id, now());
      tell(refOf(deal), 'associate', {}, 'person');
      tell(refOf(person), 'associate', {}, 'person');
    },
    associated: (id, to) => {
      const record = resolve(id);
      if (record === null) return [];
      if (to === 'companies') return record.company === null ? [] : [record.company];
      if (to === 'contacts') return [...record.contacts.keys()].map((one) => resolve(one)).flatMap((one) => (one === null || one.isDeleted ? [] : [one.id]));
      return alive().flatMap((one) => ([...one.contacts.keys()].some((contact) => resolve(contact)?.id === record.id) ? [one.id] : []));
    },
    find: (object, name, value) =>
      alive().filter(
        (record) =>
          record.object === object && (name === 'email' ? hasEmail(record, value) : String(record.values[name] ?? '').toLowerCase() === value.toLowerCase()),
      ),
    wire: (record, fields) => ({
      object: record.object,
      id: record.id,
      values: Object.fromEntries(fields.map((name) => [name, record.values[name] ?? null])),
      modifiedAt: record.modifiedAt,
      modifiedBy: side === 'salesforce' ? record.modifiedBy : null,
      convertedTo: record.convertedTo,
    }),
  };
}

/** HubSpot matches secondary addresses too. */
function hasEmail(record: SimRecord, email: string): boolean {
  return [record.values['email'], ...String(record.values['hs_additional_emails'] ?? '').split(';')].some(
    (one) => one !== null && one !== '' && String(one).toLowerCase() === email.toLowerCase(),
  );
}

function isBackward(from: WireValue, to: WireValue): boolean {
  return to !== null && STAGES.indexOf(String(to)) < STAGES.indexOf(String(from));
}
