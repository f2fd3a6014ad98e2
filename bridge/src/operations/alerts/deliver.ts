/** Posts an alert to a chat's incoming webhook. Only to hosts the operator allowed: the address comes from people in the org. */
import type { Alert } from './types.ts';

export type WebhookPolicy = { readonly hosts: readonly string[] };
/** `fetch`, narrowed to what is used. */
export type Post = (
  url: string,
  init: { readonly method: 'POST'; readonly headers: Record<string, string>; readonly body: string; readonly redirect: 'error'; readonly signal: AbortSignal },
) => Promise<{ readonly status: number }>;

const TIMEOUT_MS = 5_000;
/** Between attempts of one delivery; what fails after them is tried again with the watcher's minutes. */
const RETRY_WAITS_MS: readonly number[] = [500, 2_000];
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

/** What became of a message, in words for the alert's record; `isWorthRetry` when the same post may succeed in a minute. */
export type Delivery = { readonly words: string; readonly isSent: boolean; readonly isWorthRetry: boolean };

export type Courier = { readonly policy: WebhookPolicy; readonly post: Post; readonly sleep: (ms: number) => Promise<void> };

/** Posts a text, again after a moment when the address is busy or does not answer. Never throws. */
export async function postText(text: string, target: string, { policy, post, sleep }: Courier): Promise<Delivery> {
  const refusal = webhookRefusal(target, policy);
  if (refusal !== null) return { words: `Not sent: ${refusal}.`, isSent: false, isWorthRetry: false };
  let last = await postOnce(text, target, post);
  for (const waitMs of RETRY_WAITS_MS) {
    if (!last.isWorthRetry) return last;
    await sleep(waitMs);
    last = await postOnce(text, target, post);
  }
  return last.isWorthRetry ? { ...last, words: `${last.words} Tried ${String(RETRY_WAITS_MS.length + 1)} times.` } : last;
}

async function postOnce(text: string, target: string, post: Post): Promise<Delivery> {
  try {
    const { status } = await post(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: text,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (status >= 200 && status < 300) return { words: 'Sent.', isSent: true, isWorthRetry: false };
    return { words: `Not sent: the address answered ${String(status)}.`, isSent: false, isWorthRetry: status === 408 || status === 429 || status >= 500 };
  } catch {
    return { words: 'Not sent: the address did not answer.', isSent: false, isWorthRetry: true };
  }
}

export const postAlert = (alert: Alert, courier: Courier): Promise<Delivery> => postText(webhookBody(alert), alert.setting.target, courier);

/** A message that says it is one, for trying an address. */
export const postTest = (target: string, courier: Courier): Promise<Delivery> =>
  postText(JSON.stringify({ text: 'Fieldwise: this is a test. Alerts will arrive here.' }), target, courier);
