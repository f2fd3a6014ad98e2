import type { ObjectSchema } from '../../contract.ts';

/** AggregateResult behaves as a record whose fields are the query's aliases. */
const AGGREGATE: ObjectSchema = {
  name: 'AggregateResult',
  label: 'Aggregate Result',
  labelPlural: 'Aggregate Results',
  keyPrefix: '',
  kind: 'setup',
  sharing: 'ReadWrite',
  fields: new Map(),
};

/** An org's objects as Apex may name them, by lower-case name. */
export const objectsByName = (objects: readonly ObjectSchema[]): ReadonlyMap<string, ObjectSchema> =>
  new Map([...objects, AGGREGATE].map((object) => [object.name.toLowerCase(), object]));
