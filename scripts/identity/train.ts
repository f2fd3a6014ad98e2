/**
 * Trains the model of people on generated data and writes bridge/src/identity/data/people.model.json. Deterministic: the same code gives the same bytes.
 *   node scripts/identity/train.ts [--out FILE] [--scale 0.4] [--sets 64] [--trees 320] [--seed 1000]
 * Three parts that share no data: the first look, the second look among rivals, and the calibration.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { trainPeople } from './train-people.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: fileURLToPath(new URL('../../bridge/src/identity/data/people.model.json', import.meta.url)) },
    scale: { type: 'string', default: '0.4' },
    sets: { type: 'string', default: '64' },
    trees: { type: 'string', default: '320' },
    seed: { type: 'string', default: '1000' },
  },
});
const startedAt = performance.now();
const model = trainPeople({
  scale: Number(values.scale),
  sets: Number(values.sets),
  trees: Number(values.trees),
  seed: Number(values.seed),
  progress: (text) => console.error(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${text}`),
});
const text = `${JSON.stringify(model)}\n`;
writeFileSync(values.out, text);
console.error(`${(text.length / 1024).toFixed(0)} kB in ${values.out}`);
