/** Shows at which seed the simulator notices each broken rule: `node bridge/test/sim/mutate.ts [--seeds 40]`. */
import { MUTANTS } from './mutants.ts';
import { runSeed } from './world.ts';

const at = process.argv.indexOf('--seeds');
const seeds = at < 0 ? 40 : Number(process.argv[at + 1]);
for (const mutant of MUTANTS) {
  let noticed = 'NOT NOTICED';
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { problems } = await runSeed(seed, mutant.sabotage);
    if (problems.length === 0) continue;
    noticed = `seed ${seed}: ${problems[0] ?? ''}`;
    break;
  }
  process.stdout.write(`${mutant.name} — ${noticed}\n`);
}
