import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';
import { statusOf } from './status.ts';
import type { ConnectionView } from './view.ts';

/** Counting costs queries, so one scrape's figures serve the scrapes of the next seconds. */
const freshMs = 5_000;

/** Registers what is read rather than counted: depths, lag, open issues, budgets. Call the result before each scrape. */
export function createGauges(registry: Registry, views: readonly ConnectionView[]): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new Gauge({ name: `fieldwise_${name}`, help, labelNames: ['connection', ...labelNames], registers: [registry] });
  const inbox = gauge('inbox_depth', 'Changes stored and not yet looked at');
  const due = gauge('due_subjects', 'Links and records that wait for a look');
  const leased = gauge('leased_subjects', 'Links and records a worker holds');
  const lag = gauge('lag_seconds', 'Age of the oldest waiting subject');
  const links = gauge('links', 'Linked pairs', ['mapping']);
  const issues = gauge('issues_open', 'Open issues');
  const reviews = gauge('reviews_open', 'Open reviews');
  const budget = gauge('budget_left_ratio', 'Share of the API budget still free', ['side']);
  const stream = gauge('stream_connected', 'Whether the Salesforce change stream is connected');
  let readAt = -Infinity;

  async function read(view: ConnectionView): Promise<void> {
    const status = await statusOf(view);
    const { counts } = status;
    const connection = view.id;
    inbox.set({ connection }, counts.inbox);
    due.set({ connection }, counts.due);
    leased.set({ connection }, counts.leased);
    lag.set({ connection }, status.lagMs / 1_000);
    issues.set({ connection }, counts.openIssues);
    reviews.set({ connection }, counts.openReviews);
    stream.set({ connection }, status.stream.isConnected ? 1 : 0);
    for (const [mapping, count] of Object.entries(counts.linksByMapping)) links.set({ connection, mapping }, count);
    for (const side of ['salesforce', 'hubspot'] as const) budget.set({ connection, side }, status.budgets[side]?.remaining ?? 0);
  }

  return async () => {
    const now = views[0]?.clock.now() ?? 0;
    if (now - readAt < freshMs) return;
    readAt = now;
    await Promise.all(views.map(read));
  };
}
