/** Figures of the running bridge, read from its Prometheus endpoint and, for peak memory, from the operating system. */
import { readFileSync } from 'node:fs';

export type Figures = {
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
    cpuMs: sumOf(text, 'process_cpu_seconds_total') * 1_000,
    salesforceCalls: sumOf(text, 'fieldwise_api_called_total', 'side="salesforce"'),
    hubspotCalls: sumOf(text, 'fieldwise_api_called_total', 'side="hubspot"'),
    residentBytes: sumOf(text, 'process_resident_memory_bytes'),
    at: performance.now(),
  };
}

/** The most memory a process ever held; null where the system does not tell (it does on Linux). */
export function peakBytes(pid: number): number | null {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return peak === undefined ? null : Number(peak) * 1024;
  } catch {
    return null;
  }
}
