/** Turns one line of the bridge's log into what a person wants to read while it runs, or null when it is not about a carried change. */
type LogLine = { readonly time?: number | string; readonly event?: string; readonly [detail: string]: unknown };

export function lineOf(text: string): string | null {
  if (!text.startsWith('{')) return null;
  let line: LogLine;
  try {
    line = JSON.parse(text) as LogLine;
  } catch {
    return null;
  }
  if (line.event !== 'write.landed') return null;
  const at = new Date(line.time ?? Date.now()).toISOString().slice(11, 23);
  const target = line['side'] === 'hubspot' ? 'Salesforce → HubSpot' : 'HubSpot → Salesforce';
  const fields = typeof line['fields'] === 'string' && line['fields'] !== '' ? line['fields'] : '(no fields)';
  const lag = typeof line['lagMs'] === 'number' ? `  ${line['lagMs']} ms` : '';
  return `${at}  ${target}  ${String(line['object'])} ${String(line['id'])}  ${String(line['kind'])} ${fields}${lag}`;
}
