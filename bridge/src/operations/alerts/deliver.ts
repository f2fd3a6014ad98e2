/** Posts an alert to a chat's incoming webhook. Only to hosts the operator allowed: the address comes from people in the org. */
import type { Alert } from './types.ts';

export type WebhookPolicy = { readonly hosts: readonly string[] };
/** `fetch`, narrowed to what is used. */
export type Post = (
  url: string,
  init: { readonly method: 'POST'; readonly headers: Record<string, string>; readonly body: string; readonly redirect: 'error'; readonly signal: AbortSignal },
) => Promise<{ readonly status: number }>;

const TIMEOUT_MS = 5_000;
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Why an address may not be posted to; null when it may. An entry that begins with a point allows every host below it. */
export function webhookRefusal(target: string, { hosts }: WebhookPolicy): string | null {
  if (!URL.canParse(target)) return 'the address is not a URL';
  const { protocol, hostname, username } = new URL(target);
  if (username !== '') return 'the address must not carry a user name';
  if (protocol !== 'https:' && !(protocol === 'http:' && LOOPBACK.has(hostname))) return 'the address must begin with https://';
  const isAllowed = hosts.some((host) => hostname === host || (host.startsWith('.') && hostname.endsWith(host)));
  return isAllowed ? null : `the operator of the bridge does not allow posts to ${hostname} (setting alerts.webhookHosts)`;
}

/** Slack's incoming webhook shape, which most chats take: one `text`. Mrkdwn characters are escaped as Slack asks. */
export function webhookBody(alert: Pick<Alert, 'message' | 'endedAt'>): string {
  const text = `${alert.endedAt === null ? 'Fieldwise alert' : 'Fieldwise: over'}: ${alert.message}`;
  return JSON.stringify({ text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;') });
}

/** Posts it once; answers what became of it, in words. Never throws. */
export async function postAlert(alert: Alert, policy: WebhookPolicy, post: Post): Promise<string> {
  const refusal = webhookRefusal(alert.setting.target, policy);
  if (refusal !== null) return `Not sent: ${refusal}.`;
  try {
    const { status } = await post(alert.setting.target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: webhookBody(alert),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return status >= 200 && status < 300 ? 'Sent.' : `Not sent: the address answered ${String(status)}.`;
  } catch {
    return 'Not sent: the address did not answer.';
  }
}
