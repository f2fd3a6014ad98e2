/** A process for the durability test: appends events to the file given, prints each id once it is acknowledged, until it is killed. */
import { openStore } from '../../../src/store/index.ts';
import { change, connectionId, decisionKeys, lead } from './fixtures.ts';

const [, , file = '', prefix = ''] = process.argv;
const store = await openStore({ file, decisionKeys });
const connection = connectionId('durable');

const send = async (sender: number): Promise<void> => {
  for (let number = 0; ; number += 1) {
    const id = `${prefix}-${String(sender)}-${String(number)}`;
    await store.append({
      connection,
      changes: [change(id, lead(`A${String(number % 7)}`))],
      cursor: { source: `sender-${String(sender)}`, position: Buffer.from(id) },
      now: number + 1,
    });
    process.stdout.write(`${id}\n`);
  }
};
await Promise.all([0, 1, 2, 3].map(send));
