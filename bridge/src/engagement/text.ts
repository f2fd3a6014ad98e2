/** HubSpot's texts made safe and short enough for a line on a page. Pure. */
import type { Instant } from '../domain/model.ts';

const detailMax = 280;
const entities: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ' };

/** Plain text of HubSpot's HTML bodies, on one line, cut at 280 characters; null when nothing is left. The page shows it as text, so this is about reading, not safety. */
export function plain(html: string | null | undefined): string | null {
  const text = (html ?? '')
    .replace(/<(?:style|script)[^>]*>[\s\S]*?<\/(?:style|script)>/gi, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] ?? ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (text === '') return null;
  return text.length <= detailMax ? text : `${text.slice(0, detailMax - 1).trimEnd()}…`;
}

/** A link the page may offer: http and https only, never `javascript:`. */
export function webAddress(text: string | null | undefined): string | null {
  const url = text === null || text === undefined || text === '' ? null : URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** ISO text or epoch milliseconds as text, as HubSpot sends both; null for anything else. */
export function instantIn(text: string | null | undefined): Instant | null {
  if (text === null || text === undefined || text === '') return null;
  const at = /^\d{10,}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? at : null;
}

export function numberIn(text: string | null | undefined): number | null {
  const value = text === null || text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
