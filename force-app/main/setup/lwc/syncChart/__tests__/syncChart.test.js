import { createElement } from 'lwc';
import SyncChart from 'c/syncChart';
import { barRects, highest, linePaths } from '../geometry';

const series = [
  {
    name: 'p50',
    points: [
      { label: '10:00', value: 100 },
      { label: '10:05', value: null },
      { label: '10:10', value: 300 },
    ],
  },
  {
    name: 'p95',
    points: [
      { label: '10:00', value: 900 },
      { label: '10:05', value: 1000 },
      { label: '10:10', value: 1200 },
    ],
  },
];
async function show(properties) {
  const element = createElement('c-sync-chart', { is: SyncChart });
  Object.assign(element, { chartTitle: 'Lag', ...properties });
  document.body.appendChild(element);
  await Promise.resolve();
  return element.shadowRoot;
}

describe('c-sync-chart', () => {
  it('draws a line per series, broken where a value is missing', async () => {
    const root = await show({ series, format: 'duration' });
    expect(root.querySelectorAll('path.tone-1')).toHaveLength(2);
    expect(root.querySelectorAll('path.tone-2')).toHaveLength(1);
    expect(root.querySelector('.legend').textContent).toContain('300 ms');
  });
  it('says the same in a table, for those who do not see it', async () => {
    const root = await show({ series, format: 'duration' });
    const rows = [...root.querySelectorAll('tbody tr')].map((row) => [...row.children].map(({ textContent }) => textContent));
    expect(rows).toEqual([
      ['10:00', '100 ms', '900 ms'],
      ['10:05', '–', '1 sec'],
      ['10:10', '300 ms', '1.2 sec'],
    ]);
    expect(root.querySelector('[role=img]').getAttribute('aria-label')).toBe('c.Fieldwise_Shell_ChartSummary');
    await expect(root.host).toBeAccessible();
  });
  it('draws bars', async () => {
    const root = await show({ series, type: 'bar' });
    expect(root.querySelectorAll('rect')).toHaveLength(5);
    expect(root.querySelectorAll('path')).toHaveLength(0);
  });
  it.each([[undefined], [[]], [[{ name: 'p50', points: [] }]], [[{ name: 'p50', points: [{ label: 'x', value: null }] }]]])(
    'is empty without values: %j',
    async (empty) => {
      const root = await show({ series: empty });
      expect(root.textContent).toContain('c.Fieldwise_Shell_ChartEmpty');
      await expect(root.host).toBeAccessible();
    },
  );
});

describe('geometry', () => {
  it('puts zero at the bottom and the highest value at the top', () => {
    expect(linePaths([{ value: 0 }, { value: 10 }], 10)).toEqual(['M0.0,78.0 L300.0,2.0']);
    expect(linePaths([{ value: 0 }, { value: 0 }], 0)).toEqual(['M0.0,78.0 L300.0,78.0']);
  });
  it('shows a lone value, inside the box', () => {
    expect(linePaths([{ value: 5 }], 10)).toEqual(['M0.0,40.0 h4']);
    expect(linePaths([{ value: null }, { value: 5 }], 10)).toEqual(['M296.0,40.0 h4']);
  });
  it('gives a bar of nothing no height', () =>
    expect(barRects([{ points: [{ value: 0 }, { value: 4 }] }], 4).map(({ height }) => height)).toEqual(['0.0', '78.0']));
  it('sets the bars of one label side by side', () => {
    const bars = barRects([{ points: [{ value: 1 }] }, { points: [{ value: 2 }] }], 2);
    expect(bars.map(({ x, width }) => [x, width])).toEqual([
      ['45.0', '105.0'],
      ['150.0', '105.0'],
    ]);
    expect(barRects([], 0)).toEqual([]);
  });
  it('ignores gaps when it looks for the highest value', () => expect(highest(series)).toBe(1200));
});
