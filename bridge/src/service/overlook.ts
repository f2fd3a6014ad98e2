/** What people watch of one connection: its figures, its alerts, and the desk that serves the operations page. */
import type { Config } from '../config.ts';
import type { Clock, Journal } from '../engine/index.ts';
import { createAlertWatcher } from '../operations/index.ts';
import type { AlertWatcher, DeskPlace, Figures } from '../operations/index.ts';
import type { Connection } from './connection.ts';

export type Watched = Connection & { readonly figures: Figures };
export type Overlook = DeskPlace & { readonly alerts: AlertWatcher };

/** One connection's place at the operations desk. */
export function overlook(
  { view, figures, intake, wake, alertBook }: Watched,
  { config, clock, journal }: { readonly config: Config; readonly clock: Clock; readonly journal: Journal },
): Overlook {
  const alerts = createAlertWatcher({ view, figures, clock, journal, webhooks: { hosts: config.alerts.webhookHosts }, post: fetch, book: alertBook });
  return { view, figures, alerts, wake, receive: (changes) => intake.receive(changes) };
}
