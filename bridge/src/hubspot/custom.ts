/** Objects the customer made: HubSpot calls each by several names, and asks for its own properties on create. */
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { isShipped } from './names.ts';

export type CustomObject = {
  /** Type id (`2-123`), name, short and qualified name (`p_car`, `p42_car`): any of them may stand in a mapping, a path or a notice. */
  readonly names: readonly string[];
  readonly required: readonly string[];
};

/** The portal's custom objects, asked for only where one of the objects is none of HubSpot's own. */
export async function readCustomObjects(calls: Calls, objects: readonly string[]): Promise<CallResult<readonly CustomObject[]>> {
  if (objects.every(isShipped)) return { ok: true, value: [] };
  const answer = await calls.read('schemas', (client) => client.crm.schemas.coreApi.getAll(false));
  if (!answer.ok) return answer;
  return {
    ok: true,
    value: answer.value.results.map((one) => ({
      names: [one.objectTypeId, one.name, `p_${one.name}`, one.fullyQualifiedName].filter((name): name is string => typeof name === 'string' && name !== ''),
      required: one.requiredProperties,
    })),
  };
}
