/**
 * Alerts: told once when something goes wrong, once when it is over.
 * In: the figures of operations/health, the settings people made in the org, the clock's minutes.
 * Out: posts to allowed chat addresses, and alert records in the org, which sends e-mail and notifications itself.
 * It must never post to a host the operator did not allow, repeat itself while a trouble lasts, or carry a customer's value.
 * Tests: beside the files.
 */
export { createAlertWatcher } from './watcher.ts';
export type { AlertWatcher } from './watcher.ts';
export type { Post, WebhookPolicy } from './deliver.ts';
export type { Alert, AlertBook, AlertSetting } from './types.ts';
