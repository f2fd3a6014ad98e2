/** Scoring with a model file: trees, then calibration. */
export { calibrate } from './calibration.ts';
export type { CalibrationFile } from './calibration.ts';
export { forest, logOdds, probability } from './trees.ts';
export type { Forest, ForestFile } from './trees.ts';
