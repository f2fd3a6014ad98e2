/** Seeds that once showed a defect; each is run by every test from then on. */
export const REGRESSION_SEEDS: readonly number[] = [
  4, 13, 22, 25, 27, 28, 42, 56, 61, 63, 74, 83, 97, 105, 107, 124, 142, 181, 184, 190, 206, 433, 488, 912, 1099,
];
