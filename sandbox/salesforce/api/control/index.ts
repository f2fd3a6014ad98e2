/** Everything the local org adds to the control plane. */

import type { ControlPlane } from '../../../control/index.ts';
import { registerPerson } from './person.ts';
import type { PersonServices } from './person.ts';
import { registerRules } from './rules.ts';
import type { RuleServices } from './rules.ts';
import { registerService } from './service.ts';
import type { ServiceControls } from './service.ts';

export type OrgControls = PersonServices & RuleServices & ServiceControls;

export function registerControls(control: ControlPlane, services: OrgControls): void {
  registerPerson(control, services);
  registerRules(control, services);
  registerService(control, services);
}
