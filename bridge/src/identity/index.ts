/**
 * Purpose: who is who: tells people and companies of two systems, or of one, apart, with a calibrated confidence and the reasons in words.
 * In: records with the columns of `fields`, any of them missing; what was decided before; what is known of the whole set.
 * Out: scored pairs (`link`, `review`, `weak`), block keys, clusters of duplicates, an index to ask for one record.
 * Never: does I/O (that is `batch/`, which only programs use), reads a clock, draws random numbers, or depends on the order of records.
 * Tests: beside each file; whole sets in bridge/test/identity.
 */
export { decisions, undecided } from './decisions.ts';
export type { Decisions, Verdict } from './decisions.ts';
export { clustersOf, findDuplicates } from './duplicates.ts';
export type { Cluster } from './duplicates.ts';
export { MatchIndex } from './match-index.ts';
export { bandOf, defaultThresholds, fields, listedFrom } from './model.ts';
export type { Band, Field, IdentityRecord, Kind, ScoredPair, Thresholds } from './model.ts';
export { blockKeys, corpusFor, matchPeople, matchWithin, scoreCandidates, scorePair } from './people.ts';
export type { MatchContext } from './people.ts';
export type { Corpus } from './person/corpus.ts';
