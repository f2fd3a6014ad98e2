/**
 * Purpose: matching of whole files, on all processors, in little memory; and the files themselves.
 * In: CSV files with an `id` column and any of the columns of `fields`.
 * Out: scored pairs sorted by ids; CSV.
 * Never: used by the engine; it is for programs, which have a terminal and files.
 * Tests: beside the files; the command's own in bridge/src/cli.
 */
export { runCompanies } from './companies.ts';
export { cell, CsvProblem, readRecords } from './csv.ts';
export { run } from './run.ts';
export type { Outcome } from './run.ts';
