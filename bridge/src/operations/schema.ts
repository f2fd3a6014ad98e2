/** What the bridge may do with each field of an object, as the integration user and the portal's app see it. */
import type { Instant, ObjectSchema, Side } from '../domain/model.ts';
import type { CrmGateway } from '../engine/ports.ts';
import { JobFailure } from './jobs.ts';
import type { ConnectionView } from './view.ts';

export type DescribedObject = {
  readonly side: Side;
  readonly object: string;
  readonly readAt: Instant;
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly kind: string;
    /** In the words of the conversion registry; null when it is not told. */
    readonly shape: string | null;
    readonly isWritable: boolean;
    readonly isRequired: boolean;
    readonly lengthMax: number | null;
    /** Null when any value is accepted. */
    readonly options: readonly { readonly value: string; readonly label: string }[] | null;
  }[];
};

export type SchemaDesk = {
  /** From memory, else from HubSpot; null for a Salesforce object no rule names and nobody asked to read (a call back into the org is a job). */
  describe(view: ConnectionView, side: Side, object: string): Promise<DescribedObject | null>;
  /** Reads objects anew on both sides; calls Salesforce. */
  refresh(view: ConnectionView, objects: Readonly<Record<Side, readonly string[]>>): Promise<readonly DescribedObject[]>;
};

/** A page opened again within a minute shows the same; "check again" reads anew. */
const freshMs = 60_000;

function describeObject(side: Side, { object, fields }: ObjectSchema, readAt: Instant): DescribedObject {
  const described = [...fields.values()].map(({ name, label, kind, shape, isWritable, isRequired, lengthMax, options, optionLabels }) => ({
    name,
    label: label ?? name,
    kind,
    shape: shape ?? null,
    isWritable,
    isRequired,
    lengthMax,
    options: options === null ? null : options.map((value, index) => ({ value, label: optionLabels?.[index] ?? value })),
  }));
  return { side, object, readAt, fields: described };
}

/** The platforms of a connection; fails in words when they are not reached yet. */
export function gatewaysOf(view: ConnectionView): Readonly<Record<Side, CrmGateway>> {
  const gateways = view.gateways();
  if (gateways === null) throw new JobFailure(`The bridge has not reached Salesforce yet: ${view.progress().trouble ?? 'it is starting'}.`);
  return gateways;
}

export function createSchemaDesk(): SchemaDesk {
  const kept = new Map<string, DescribedObject>();
  const keyOf = (view: ConnectionView, side: Side, object: string): string => `${view.id}|${side}|${object}`;

  async function read(view: ConnectionView, side: Side, objects: readonly string[]): Promise<readonly DescribedObject[]> {
    if (objects.length === 0) return [];
    const answer = await gatewaysOf(view)[side].schemas(objects);
    if (!answer.ok)
      throw new JobFailure(`${side === 'salesforce' ? 'Salesforce' : 'HubSpot'} did not describe ${objects.join(', ')}: ${answer.failure.message}`);
    const found = [...answer.value.values()].map((schema) => describeObject(side, schema, view.clock.now()));
    for (const one of found) kept.set(keyOf(view, side, one.object), one);
    return found;
  }

  return {
    async describe(view, side, object) {
      const known = kept.get(keyOf(view, side, object));
      if (known !== undefined && (side === 'salesforce' || known.readAt > view.clock.now() - freshMs)) return known;
      if (side === 'hubspot') return (await read(view, side, [object]))[0] ?? null;
      const schema = view.rulebook()?.schemas.get(`${side}:${object}`);
      return schema === undefined ? null : describeObject(side, schema, view.clock.now());
    },
    async refresh(view, objects) {
      const both = await Promise.all([read(view, 'salesforce', objects.salesforce), read(view, 'hubspot', objects.hubspot)]);
      return both.flat();
    },
  };
}
