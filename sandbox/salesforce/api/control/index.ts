/** Everything the local org adds to the control plane. */

import type { ControlPlane } from '../../../control/index.ts';
import { registerPerson } from './person.ts';
import type { PersonServices } from './person.ts';
import { registerRules } from './rules.ts';
import type { RuleServices } from './rules.ts';
import { registerService } from './service.ts';
import type { ServiceControls } from './service.ts';

export type OrgControls = PersonServices & RuleServices & ServiceControls;

/** Registers all of it; the result forgets the configured rules, for after a reset. */
export function registerControls(control: ControlPlane, services: OrgControls): () => void {
  registerPerson(control, services);
  registerService(control, services);
  return registerRules(control, services);
}
