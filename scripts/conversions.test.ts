import { expect, test } from '@jest/globals';
import { drifted } from './conversions.ts';

test('the package asks the same conversion registry as the bridge', async () => {
  expect(await drifted()).toEqual([]);
});
