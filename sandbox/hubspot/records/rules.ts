import type { PropertyFault } from '../errors.ts';
import type { StoredRecord, Values } from '../model.ts';
import type { ObjectKind } from '../schema/objects.ts';
import type { PropertyDefinition } from '../schema/property.ts';
import type { PortalState } from '../state.ts';
import type { Allowed } from '../values.ts';

type Changes = Record<string, string>;

const optionValues = new WeakMap<PropertyDefinition, readonly string[]>();

function ownOptions(definition: PropertyDefinition): readonly string[] {
  const known = optionValues.get(definition);
  if (known !== undefined) return known;
  const values = definition.options.map((option) => option.value);
  optionValues.set(definition, values);
  return values;
}

/** What an enumeration may hold: its own options, or owners and pipelines that live elsewhere; null when anything goes. */
export function allowedValues(state: PortalState, kind: ObjectKind, definition: PropertyDefinition): Allowed {
  if (!definition.externalOptions) return ownOptions(definition);
  if (definition.referencedObjectType === 'OWNER') return [...state.owners.values()].filter((owner) => !owner.archived).map((owner) => owner.id);
  if (definition.name === kind.pipeline?.pipeline)
    return [...(state.pipelines.get(kind.name)?.values() ?? [])].filter((item) => !item.archived).map((item) => item.id);
  return null; // stages depend on the pipeline and are checked with it
}

/** Stages in the order people see them: that of the options, which custom stages share. */
function stageOrder({ options }: PropertyDefinition): readonly string[] {
  return [...options].sort((left, right) => left.displayOrder - right.displayOrder).map((option) => option.value);
}

/** Lifecycle moves forward only: a step back is left out silently (clear first to go back). Entering a stage dates it. */
export function applyLifecycle(state: PortalState, kind: ObjectKind, before: Values, changes: Changes, at: number): void {
  const wanted = changes['lifecyclestage'];
  if (!kind.hasLifecycle || wanted === undefined || wanted === '') return;
  const definition = state.definition(kind.name, 'lifecyclestage');
  const order = definition === undefined ? [] : stageOrder(definition);
  const current = before['lifecyclestage'];
  if (current !== undefined && order.indexOf(wanted) < order.indexOf(current)) {
    delete changes['lifecyclestage'];
    return;
  }
  const entered = `hs_lifecyclestage_${wanted}_date`;
  if (wanted !== current && state.definition(kind.name, entered) !== undefined) changes[entered] = new Date(at).toISOString();
}

/** A stage must belong to the record's pipeline; a record with a stage but no pipeline gets the first one. */
export function applyPipeline(state: PortalState, kind: ObjectKind, before: Values, changes: Changes): PropertyFault | null {
  if (kind.pipeline === null) return null;
  const { pipeline: pipelineName, stage: stageName } = kind.pipeline;
  if (changes[pipelineName] === undefined && changes[stageName] === undefined) return null;
  const pipelines = [...(state.pipelines.get(kind.name)?.values() ?? [])].filter((item) => !item.archived);
  const first = [...pipelines].sort((left, right) => left.displayOrder - right.displayOrder)[0];
  const wanted = changes[pipelineName] ?? before[pipelineName] ?? first?.id ?? '';
  const pipeline = pipelines.find((item) => item.id === wanted);
  const stage = changes[stageName] ?? before[stageName] ?? '';
  const stages = (pipeline?.stages ?? []).filter((item) => !item.archived).map((item) => item.id);
  if (stage !== '' && !stages.includes(stage)) {
    return { name: stageName, error: 'INVALID_OPTION', message: `${stage} was not one of the allowed options: [${stages.join(', ')}]` };
  }
  if (before[pipelineName] === undefined && changes[pipelineName] === undefined && wanted !== '') changes[pipelineName] = wanted;
  return null;
}

const decimal = (value: number): string => String(Math.round(value * 1e6) / 1e6);

/** What a deal's derived fields follow from. */
const DEAL_SOURCES = ['amount', 'dealstage', 'pipeline', 'deal_currency_code', 'hs_exchange_rate'] as const;

/** The rate is that of the day the currency was set, unless somebody gives one. */
function exchangeRate(state: PortalState, after: Values, changes: Changes): number {
  const code = after['deal_currency_code'] ?? '';
  const own = after['hs_exchange_rate'] ?? '';
  const isNew = changes['deal_currency_code'] !== undefined && changes['hs_exchange_rate'] === undefined;
  if (code === '') return own === '' ? 1 : Number(own);
  if (own !== '' && !isNew) return Number(own);
  const rate = state.rateOf(code) ?? 1;
  changes['hs_exchange_rate'] = decimal(rate);
  return rate;
}

/** Deal fields HubSpot works out by itself when amount, currency or stage move. */
export function deriveDeal(state: PortalState, before: Values, changes: Changes, at: number): void {
  if (!DEAL_SOURCES.some((name) => changes[name] !== undefined)) return;
  const after = { ...before, ...changes };
  const stage = state.pipelines
    .get('deals')
    ?.get(after['pipeline'] ?? '')
    ?.stages.find((item) => item.id === after['dealstage']);
  const probability = Number(stage?.metadata['probability'] ?? 0);
  const amount = after['amount'] ?? '';
  const closed = stage?.metadata['isClosed'] === 'true';
  const won = closed && probability === 1;
  const rate = exchangeRate(state, after, changes);
  changes['hs_is_closed'] = String(closed);
  changes['hs_is_closed_won'] = String(won);
  changes['hs_is_closed_lost'] = String(closed && !won);
  changes['hs_deal_stage_probability'] = decimal(probability);
  changes['hs_projected_amount'] = amount === '' ? '' : decimal(Number(amount) * probability);
  changes['amount_in_home_currency'] = amount === '' || rate === 1 ? amount : decimal(Number(amount) * rate);
  changes['hs_closed_amount'] = won ? amount : '0';
  // Closing a deal dates it when nobody has (knowledge base, "close date").
  if (closed && changes['dealstage'] !== undefined && (after['closedate'] ?? '') === '') changes['closedate'] = new Date(at).toISOString();
}

/** A ticket that enters a closed status is dated, one that leaves it is not any more. */
export function deriveTicket(state: PortalState, before: Values, changes: Changes, at: number): void {
  if (changes['hs_pipeline_stage'] === undefined || changes['closed_date'] !== undefined) return;
  const pipeline = state.pipelines.get('tickets')?.get(changes['hs_pipeline'] ?? before['hs_pipeline'] ?? '');
  const isClosed = pipeline?.stages.find((item) => item.id === changes['hs_pipeline_stage'])?.metadata['ticketState'] === 'CLOSED';
  if (isClosed && (before['closed_date'] ?? '') === '') changes['closed_date'] = new Date(at).toISOString();
  if (!isClosed && (before['closed_date'] ?? '') !== '') changes['closed_date'] = '';
}

export function deriveContact(before: Values, changes: Changes): void {
  const email = changes['email'];
  if (email === undefined) return;
  changes['hs_email_domain'] = email.split('@')[1] ?? '';
  // An address that was secondary becomes primary: the two change places.
  const secondary = (changes['hs_additional_emails'] ?? before['hs_additional_emails'] ?? '').split(';').filter((part) => part !== '');
  if (!secondary.includes(email)) return;
  const former = before['email'] ?? '';
  changes['hs_additional_emails'] = secondary
    .map((part) => (part === email ? former : part))
    .filter((part) => part !== '')
    .join(';');
}

/** The unique keys a change would claim, as [property, value]. Secondary addresses claim `email`. */
export function claimedKeys(state: PortalState, kind: ObjectKind, changes: Values): (readonly [string, string])[] {
  return Object.entries(changes).flatMap(([name, value]) => {
    if (value === '') return [];
    if (kind.name === 'contacts' && name === 'hs_additional_emails') return value.split(';').map((email) => ['email', email] as const);
    return state.definition(kind.name, name)?.hasUniqueValue === true ? [[name, value] as const] : [];
  });
}

/** Only what differs from the record; HubSpot keeps no history entry and sends no notice for an equal value. */
export function onlyChanged(record: StoredRecord | null, changes: Values): Values {
  return Object.fromEntries(Object.entries(changes).filter(([name, value]) => value !== (record?.values[name] ?? '')));
}
