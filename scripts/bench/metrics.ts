/** Figures of the running bridge, read from its Prometheus endpoint and, for peak memory, from the operating system. */
import { readFileSync } from 'node:fs';

export type Figures = {
  /** The page as it was told. */
  readonly text: string;
  readonly cpuMs: number;
  readonly salesforceCalls: number;
  readonly hubspotCalls: number;
  readonly residentBytes: number;
  readonly at: number;
};

function sumOf(text: string, name: string, label = ''): number {
  return text
    .split('\n')
    .filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(label))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

export async function readFigures(metricsUrl: string): Promise<Figures> {
  const text = await (await fetch(metricsUrl)).text();
  return {
    text,
    cpuMs: sumOf(text, 'process_cpu_seconds_total') * 1_000,
    salesforceCalls: sumOf(text, 'fieldwise_api_called_total', 'side="salesforce"'),
    hubspotCalls: sumOf(text, 'fieldwise_api_called_total', 'side="hubspot"'),
    residentBytes: sumOf(text, 'process_resident_memory_bytes'),
    at: performance.now(),
  };
}

/** Calls so far by side and kind, such as `salesforce query`. */
export function callKinds(text: string): Readonly<Record<string, number>> {
  const kinds: Record<string, number> = {};
  for (const [, labels = '', count = ''] of text.matchAll(/^fieldwise_api_called_total\{([^}]*)\} (\S+)$/gm)) {
    const label = (name: string): string => new RegExp(`\\b${name}="([^"]*)"`).exec(labels)?.[1] ?? '';
    const kind = `${label('side')} ${label('call')}`;
    kinds[kind] = (kinds[kind] ?? 0) + Number(count);
  }
  return kinds;
}

/** Counts of a histogram by upper limit, each with those below it. */
function bucketsIn(text: string, name: string): ReadonlyMap<number, number> {
  const buckets = new Map<number, number>();
  for (const [, limit = '', count = ''] of text.matchAll(new RegExp(`^${name}_bucket\\{(?:[^}]*,)?le="([^"]+)"[^}]*\\} (\\S+)$`, 'gm'))) {
    const upTo = limit === '+Inf' ? Infinity : Number(limit);
    buckets.set(upTo, (buckets.get(upTo) ?? 0) + Number(count));
  }
  return buckets;
}

/** Milliseconds below which a share of what was observed between two looks lies, between two limits by proportion; NaN where nothing was. */
export function quantileBetween(before: Figures, after: Figures, { name, share }: { readonly name: string; readonly share: number }): number {
  const earlier = bucketsIn(before.text, name);
  const counts = [...bucketsIn(after.text, name)].map(([limit, count]) => [limit, count - (earlier.get(limit) ?? 0)] as const);
  const wanted = (counts.at(-1)?.[1] ?? 0) * share;
  let [from, below] = [0, 0];
  for (const [limit, count] of counts) {
    if (count > 0 && count >= wanted) return 1_000 * (limit === Infinity ? from : from + ((limit - from) * (wanted - below)) / Math.max(1, count - below));
    [from, below] = [limit, count];
  }
  return NaN;
}

/** How late the event loop was in 99 of 100 cases since the page was read last, in milliseconds. */
export const loopLagOf = ({ text }: Figures): number => sumOf(text, 'nodejs_eventloop_lag_p99_seconds') * 1_000;

/** The most memory a process ever held; null where the system does not tell (it does on Linux). */
export function peakBytes(pid: number): number | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return peak === undefined ? null : Number(peak) * 1024;
  } catch {
    return null;
  }
}
