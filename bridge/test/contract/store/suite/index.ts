import type { Engine } from '../fixtures.ts';
import { consentSuite } from './consent.ts';
import { crowdSuite } from './crowd.ts';
import { documentSuite } from './documents.ts';
import { erasureSuite } from './erasure.ts';
import { findingSuite } from './findings.ts';
import { linkSuite } from './links.ts';
import { modelSuite } from './model.ts';
import { queueSuite } from './queue.ts';

/** What every store must do, whatever it is made of. */
export const storeSuite = (engine: Engine): void => {
  queueSuite(engine);
  linkSuite(engine);
  findingSuite(engine);
  consentSuite(engine);
  modelSuite(engine);
  erasureSuite(engine);
  documentSuite(engine);
  crowdSuite(engine);
};
