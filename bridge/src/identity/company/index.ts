/**
 * Purpose: which company is which: accounts and companies of two systems, or of one, told apart with a calibrated confidence and reasons.
 * In: records whose `company` is the name and `domain` the web address, with phone, city, state and country; any may be missing.
 * Out: scored pairs (`link`, `review`, `weak`), block keys, and an index for single look-ups.
 * Never: does I/O, reads a clock, draws random numbers, or depends on the order of records.
 * Tests: beside each file; the model's figures in docs/identity.md.
 */
export { companyBlockKeys, companyCorpusFor, matchCompanies, matchCompaniesWithin, scoreCompanyCandidates } from './companies.ts';
export type { CompanyContext } from './companies.ts';
export { CompanyIndex } from './company-index.ts';
