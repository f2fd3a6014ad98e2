/** What both systems say in different units or notations: a day for a moment, seconds for milliseconds, plain text for HTML. Pure. */
import { plainInstant } from './dates.ts';
import type { Side, Spelling } from './model.ts';

const unitMs = { seconds: 1_000, minutes: 60_000 } as const;
/** Noon UTC is the same day nearly everywhere, midnight only east of Greenwich. */
const NOON = 'T12:00:00.000Z';

/** The value as the other side spells it; null when it is nothing of the kind. Example: `respell('90000', 'seconds', 'hubspot')` → "90". */
export function respell(value: string, spelling: Spelling, from: Side): string | null {
  switch (spelling) {
    case 'day': {
      const day = plainInstant(value)?.slice(0, 'YYYY-MM-DD'.length) ?? null;
      return day === null || from === 'hubspot' ? day : `${day}${NOON}`;
    }
    case 'seconds':
    case 'minutes':
      return ofDuration(Number(value), unitMs[spelling], from);
    case 'html':
      return from === 'hubspot' ? plainText(value) : markup(value);
  }
}

function ofDuration(amount: number, unit: number, from: Side): string | null {
  if (!Number.isFinite(amount)) return null;
  return String(from === 'hubspot' ? Math.round(amount / unit) : Math.round(amount * unit));
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** Text of an HTML body, a line per paragraph or line break. */
function plainText(html: string): string {
  return html
    .replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gi, '')
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h[1-6]|tr)>/gi, '\n')
    .replace(/<[a-z/!][^>]*>/gi, '')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_whole, name: string) => entities[name] ?? ' ')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Plain text as HubSpot shows it: nothing in it is taken for markup. */
function markup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(/\r?\n/g, '<br>');
}
