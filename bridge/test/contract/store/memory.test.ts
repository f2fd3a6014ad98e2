import { describe } from '@jest/globals';
import { createMemoryStore } from '../../../src/store/index.ts';
import { storeSuite } from './suite/index.ts';

const store = createMemoryStore();

describe('store in memory', () => {
  storeSuite({ name: 'memory', runs: 400, shared: async () => store, fresh: async () => createMemoryStore(), together: async () => [store] });
});
