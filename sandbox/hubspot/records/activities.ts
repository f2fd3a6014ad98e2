import { isObject } from '../body.ts';
import type { Values } from '../model.ts';

type Changes = Record<string, string>;

/** People of an e-mail as its headers name them: `{from: {email, firstName, lastName}, to: [{email…}], cc, bcc}`. */
function people(source: unknown): string {
  const list = Array.isArray(source) ? source : [source];
  return list.flatMap((item) => (isObject(item) && typeof item['email'] === 'string' ? [item['email'].toLowerCase()] : [])).join(';');
}

function headersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const derive: Readonly<Record<string, (before: Values, changes: Changes, at: number) => void>> = {
  emails: (_before, changes) => {
    const text = changes['hs_email_headers'];
    if (text === undefined) return;
    const headers = headersOf(text);
    for (const name of ['from', 'to', 'cc', 'bcc']) changes[`hs_email_${name}_email`] = people(headers[name]);
  },
  tasks: (before, changes, at) => {
    const status = changes['hs_task_status'];
    if (status === undefined) return;
    const isDone = status === 'COMPLETED';
    changes['hs_task_is_completed'] = isDone ? '1' : '0';
    changes['hs_task_completion_date'] = isDone ? (before['hs_task_completion_date'] ?? new Date(at).toISOString()) : '';
  },
};

/** What HubSpot fills in on an activity by itself: people of an e-mail from its headers, when a task was done. */
export function deriveActivity(object: string, before: Values, changes: Changes, at: number): void {
  derive[object]?.(before, changes, at);
}
