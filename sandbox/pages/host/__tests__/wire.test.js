import { refreshValue, wireOver } from '../wire.js';

jest.mock('../unwrap.js', () => ({ unwrap: (value) => value }));

const flush = async () => {
  for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
};
function subscribe({ adapter: Adapter }, config) {
  const values = [];
  const wire = new Adapter((value) => values.push(value));
  wire.update(config);
  wire.connect();
  return { wire, values, last: () => values.at(-1) };
}

describe('wireOver', () => {
  it('emits nothing first, then frozen data', async () => {
    const { values, last } = subscribe(
      wireOver(() => Promise.resolve({ list: [1] })),
      { id: '1' },
    );
    expect(values).toEqual([{ data: undefined, error: undefined }]);
    await flush();
    expect(last()).toEqual({ data: { list: [1] }, error: undefined });
    expect(() => last().data.list.push(2)).toThrow();
  });
  it('does not read while a value is undefined, and does for null', async () => {
    const read = jest.fn().mockResolvedValue(1);
    const { wire } = subscribe(wireOver(read), { id: undefined });
    await flush();
    expect(read).not.toHaveBeenCalled();
    wire.update({ id: null });
    await flush();
    expect(read).toHaveBeenCalledWith({ id: null });
  });
  it('reads once for all who ask the same', async () => {
    const read = jest.fn().mockResolvedValue('same');
    const factory = wireOver(read);
    const first = subscribe(factory, { id: '1' });
    const second = subscribe(factory, { id: '1' });
    await flush();
    expect([first.last().data, second.last().data, read.mock.calls.length]).toEqual(['same', 'same', 1]);
    expect(subscribe(factory, { id: '1' }).last().data).toBe('same');
  });
  it('refreshes everyone, by the whole value', async () => {
    let count = 0;
    const factory = wireOver(() => Promise.resolve((count += 1)));
    const first = subscribe(factory, { id: '1' });
    const second = subscribe(factory, { id: '1' });
    await flush();
    await refreshValue(first.last());
    expect([first.last().data, second.last().data]).toEqual([2, 2]);
    await refreshValue({ data: 2 });
    expect(count).toBe(2);
  });
  it('gives errors, and reads again for the next who asks', async () => {
    const read = jest.fn().mockRejectedValueOnce({ status: 500 }).mockResolvedValue('fine');
    const factory = wireOver(read);
    const first = subscribe(factory, {});
    await flush();
    expect(first.last()).toEqual({ data: undefined, error: { status: 500 } });
    subscribe(factory, {});
    await flush();
    expect(first.last().data).toBe('fine');
  });
  it('drops an answer to a config left behind, and tells nobody who left', async () => {
    const answers = {};
    const factory = wireOver(({ id }) => new Promise((resolve) => (answers[id] = resolve)));
    const { wire, values } = subscribe(factory, { id: 'a' });
    wire.update({ id: 'b' });
    answers.b('B');
    await flush();
    answers.a('A');
    await flush();
    expect(values.map(({ data }) => data)).toEqual([undefined, 'B']);
    wire.disconnect();
    await Promise.all(factory.entries().map((entry) => entry.load() && undefined));
    expect(values).toHaveLength(2);
  });
});
