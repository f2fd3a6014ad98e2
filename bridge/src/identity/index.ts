/**
 * Purpose: who is who: tells people and companies of two systems, or of one, apart, with a calibrated confidence and the reasons in words.
 * In: records with the columns of `fields`, any of them missing; what was decided before; what is known of the whole set.
 * Out: scored pairs (`link`, `review`, `weak`), block keys, clusters of duplicates.
 * Never: does I/O (that is `batch/`, which only programs use), reads a clock, draws random numbers, or depends on the order of records.
 * Tests: beside each file; whole sets in bridge/test/identity.
 */
export { bandOf, defaultThresholds, fields, listedFrom } from './model.ts';
export type { Band, Field, IdentityRecord, Kind, ScoredPair, Thresholds } from './model.ts';
