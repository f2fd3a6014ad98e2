/**
 * Purpose: the consent lane. A withdrawal on either side reaches every record of the address, before and beside everything else.
 * In: notices that concern consent, the rules, and what both platforms say of an address.
 * Out: checkboxes in Salesforce, statuses in HubSpot, and a row in the hash-chained log for every step.
 * Never: takes back a withdrawal without evidence on record, waits for the ordinary pass, or stores an address.
 * Tests: bridge/test/sim (invariant "consent never lost"), bridge/src/domain/consent*.test.ts, beside each file here.
 */
export { createConsentGate } from './gate.ts';
export { EVIDENCE_FIELDS } from './evidence.ts';
export { createConsentIntake } from './intake.ts';
export type { ConsentIntake, IntakePorts } from './intake.ts';
export { createConsentLane } from './lane.ts';
export type { ConsentLane } from './lane.ts';
export type { LaneParts, LanePorts } from './ports.ts';
export { sweepConsent } from './sweep.ts';
export type { ConsentSweepResult } from './sweep.ts';
export { createConsentDesk, entryKinds } from './desk.ts';
export type { ConsentDesk, ConsentPlaceOfWork, ConsentStatus, LogQuery, PersonState, VerifyResult } from './desk.ts';
export { eraseAddress } from './erase.ts';
export type { EraseAddress } from './erase.ts';
export { fileHead, fileRows, parseFile, verifyFile } from './file.ts';
export type { LogFormat } from './file.ts';
