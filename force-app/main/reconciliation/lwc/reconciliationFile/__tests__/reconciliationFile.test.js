import { collect, offer } from 'c/reconciliationFile';

it('reads page after page into one text', async () => {
  const read = jest.fn(async ({ after }) => (after === null ? { text: 'a\r\nb\r\n', next: '1' } : { text: 'c\r\n', next: null }));
  const seen = [];
  expect(await collect(read, (lines) => seen.push(lines))).toEqual({ text: 'a\r\nb\r\nc\r\n', lines: 3 });
  expect(seen).toEqual([2, 3]);
  expect(read.mock.calls.map(([{ after }]) => after)).toEqual([null, '1']);
});

it('offers the text as a file, and lets go of it', () => {
  URL.createObjectURL = jest.fn(() => 'blob:1');
  URL.revokeObjectURL = jest.fn();
  const anchor = { click: jest.fn() };
  offer(anchor, { name: 'x.csv', text: 'a' });
  expect(anchor).toMatchObject({ href: 'blob:1', download: 'x.csv' });
  expect(anchor.click).toHaveBeenCalledTimes(1);
  expect(URL.revokeObjectURL).toHaveBeenCalledWith('blob:1');
});
