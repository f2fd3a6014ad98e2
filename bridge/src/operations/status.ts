import type { Instant } from '../domain/model.ts';
import type { CrmGateway, StoreCounts } from '../engine/ports.ts';
import type { ConnectionView, Progress } from './view.ts';

export type Status = Progress & {
  readonly connection: string;
  readonly counts: StoreCounts;
  /** Age of the oldest change that waits, in milliseconds; 0 when none does. */
  readonly lagMs: number;
  readonly rulesVersion: number | null;
  readonly budgets: { readonly salesforce: Budget | null; readonly hubspot: Budget | null };
};
type Budget = { readonly remaining: number; readonly nextAt: Instant };

const budgetOf = (gateway: CrmGateway | undefined): Budget | null => gateway?.budget() ?? null;

export async function statusOf(view: ConnectionView): Promise<Status> {
  const counts = await view.store.counts(view.id);
  const gateways = view.gateways();
  return {
    connection: view.id,
    counts,
    lagMs: counts.oldestDueAt === null ? 0 : Math.max(0, view.clock.now() - counts.oldestDueAt),
    rulesVersion: view.rulebook()?.rules.version ?? null,
    budgets: { salesforce: budgetOf(gateways?.salesforce), hubspot: budgetOf(gateways?.hubspot) },
    ...view.progress(),
  };
}
