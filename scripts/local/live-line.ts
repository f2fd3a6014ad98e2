/** The bridge logs one `write.landed` line per record it wrote; these read it for a person and for the bench. */
export type Landed = {
  readonly at: string;
  readonly side: 'salesforce' | 'hubspot';
  readonly object: string;
  readonly id: string;
  readonly kind: string;
  readonly fields: string;
  readonly lagMs: number | null;
};

/** The write a log line tells of, or null when it tells of something else. */
export function landed(text: string): Landed | null {
  if (!text.startsWith('{') || !text.includes('"write.landed"')) return null;
  try {
    const line = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const side = line['side'];
    if (line['event'] !== 'write.landed' || (side !== 'salesforce' && side !== 'hubspot')) return null;
    return {
      at: String(line['time'] ?? ''),
      side,
      object: String(line['object']),
      id: String(line['id']),
      kind: String(line['kind']),
      fields: String(line['fields'] ?? ''),
      lagMs: typeof line['lagMs'] === 'number' ? line['lagMs'] : null,
    };
  } catch {
    return null;
  }
}

/** What a person wants to read while it runs. */
export function lineOf(text: string): string | null {
  const write = landed(text);
  if (write === null) return null;
  const way = write.side === 'hubspot' ? 'Salesforce → HubSpot' : 'HubSpot → Salesforce';
  const what = write.kind === 'create' ? 'created' : write.fields.replaceAll(',', ', ');
  return `${write.at.slice(11, 23)}  ${way}  ${write.object} ${write.id}  ${what}${write.lagMs === null ? '' : `  (${write.lagMs} ms)`}`;
}
