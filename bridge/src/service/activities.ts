/** The caps of activity rules of one connection, and what people ask of them, wired. */
import { createActivityCaps, createFormsLane } from '../activities/index.ts';
import type { ActivitiesPlace, ActivityCaps, FormsLane } from '../activities/index.ts';
import type { HubSpotGateway } from '../hubspot/index.ts';

export type ActivitiesPart = { readonly caps: ActivityCaps; readonly forms: FormsLane; readonly place: ActivitiesPlace };

type Options = Parameters<typeof createActivityCaps>[0] & {
  readonly hubspot: () => HubSpotGateway | null;
  readonly space: ActivitiesPlace['space'];
};

export function createActivitiesPart({ hubspot, space, ...ports }: Options): ActivitiesPart {
  const { connection: id, clock, rulebook } = ports;
  const caps = createActivityCaps(ports);
  const counting: ActivitiesPlace['hubspot'] = () => {
    const gateway = hubspot();
    return gateway?.survey === undefined ? null : { schemas: gateway.schemas, survey: gateway.survey };
  };
  return { caps, forms: createFormsLane({ ...ports, caps }), place: { id, clock, caps, rulebook, hubspot: counting, space } };
}
