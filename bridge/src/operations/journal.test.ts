import { describe, expect, test } from '@jest/globals';
import { createJournal } from './journal.ts';

function journal(level = 'info') {
  const lines: Record<string, unknown>[] = [];
  const made = createJournal({ level, stream: { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
  return { ...made, lines, metrics: () => made.registry.metrics() };
}

describe('journal', () => {
  test('an event is one JSON line, its level told by its verb', () => {
    const { event, lines } = journal();
    event('rules.loaded', { version: 3 });
    event('api.failed', { code: 'TIMEOUT' });
    event('bridge.crashed', { reason: 'x' });
    expect(lines.map((line) => [line['event'], line['level']])).toEqual([
      ['rules.loaded', 30],
      ['api.failed', 40],
      ['bridge.crashed', 50],
    ]);
    expect(lines[0]).toMatchObject({ version: 3 });
  });

  test('counts and durations become Prometheus figures in base units', async () => {
    const { count, observe, metrics } = journal();
    count('api.called', 2, { side: 'hubspot' });
    observe('api.answered', 250, { side: 'hubspot' });
    observe('pass.subjects', 40);
    const text = await metrics();
    expect(text).toContain('fieldwise_api_called_total{side="hubspot"} 2');
    expect(text).toContain('fieldwise_api_answered_seconds_sum{side="hubspot"} 0.25');
    expect(text).toContain('fieldwise_pass_subjects_sum 40');
  });

  test('labels that come and go neither throw nor stop the work', async () => {
    const { count, lines, metrics } = journal();
    count('changes.received', 1, { side: 'salesforce' });
    count('changes.received', 1);
    count('changes.received', 1, { side: 'hubspot', extra: 'x' });
    count('changes.received', Number.NaN, { side: 'hubspot' });
    expect(await metrics()).toContain('fieldwise_changes_received_total{side=""} 1');
    expect(lines.every((line) => line['event'] === 'journal.failed')).toBe(true);
  });
});
