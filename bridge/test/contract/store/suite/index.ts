import type { Engine } from '../fixtures.ts';
import { queueSuite } from './queue.ts';

/** What every store must do, whatever it is made of. */
export const storeSuite = (engine: Engine): void => {
  queueSuite(engine);
};
