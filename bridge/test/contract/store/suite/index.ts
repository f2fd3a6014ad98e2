import type { Engine } from '../fixtures.ts';
import { crowdSuite } from './crowd.ts';
import { findingSuite } from './findings.ts';
import { linkSuite } from './links.ts';
import { modelSuite } from './model.ts';
import { queueSuite } from './queue.ts';

/** What every store must do, whatever it is made of. */
export const storeSuite = (engine: Engine): void => {
  queueSuite(engine);
  linkSuite(engine);
  findingSuite(engine);
  modelSuite(engine);
  crowdSuite(engine);
};
