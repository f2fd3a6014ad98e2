import type { Op, Source } from '../model.ts';
import type { Portal } from '../portal.ts';
import { planUpdate, startPlan } from './write.ts';

/** How HubSpot's own automation signs its changes. */
const AUTOMATION: Source = { type: 'AUTOMATION_PLATFORM', id: null, userId: null };

/** The stage a deal lifts its contacts and companies to: open deals make opportunities, won ones customers. */
function stageOf(portal: Portal, dealId: string): string | null {
  const deal = portal.state.live('deals', dealId);
  if (deal === undefined || (deal.values['hs_is_closed'] === 'true' && deal.values['hs_is_closed_won'] !== 'true')) return null;
  return deal.values['hs_is_closed_won'] === 'true' ? 'customer' : 'opportunity';
}

/** Deals that a change makes worth a look: associated just now, or moved to another stage. */
function touchedDeals(op: Op): readonly string[] {
  if (op.op === 'update') return op.object === 'deals' && 'dealstage' in op.values ? [op.id] : [];
  if (op.op !== 'link' || op.types.length === 0) return [];
  return [op.from, op.to].filter(({ object }) => object === 'deals').map(({ id }) => id);
}

/** What the portal's setting "sync lifecycle stages with deals" does behind these changes. Forward only, like every write of a stage. */
export function moveStages(portal: Portal, ops: readonly Op[]): readonly Op[] {
  if (!portal.state.settings.dealsMoveLifecycle) return [];
  const deals = new Set(ops.flatMap(touchedDeals));
  return [...deals].flatMap((dealId) => {
    const stage = stageOf(portal, dealId);
    if (stage === null) return [];
    return ['contacts', 'companies'].flatMap((object) => {
      const kind = portal.state.kind(object);
      const related = portal.state.liveLinks({ object: 'deals', id: dealId }, object).flatMap(([id]) => portal.state.live(object, id) ?? []);
      return kind === undefined ? [] : related.map((record) => planUpdate(startPlan(portal, AUTOMATION), kind, record, { lifecyclestage: stage }));
    });
  });
}
