/**
 * Purpose: the pure rules of the sync: values, fields, conflicts, identity, and the plan for one pair of records.
 * In: wire values, rules, schemas, baselines, notices, all given as arguments.
 * Out: verdicts, plans, stamps, fingerprints, and the words of issues and explanations.
 * Never: does I/O, reads a clock, draws random numbers, keeps state, or imports another module of the bridge.
 * Tests: beside each file here; whole loops in bridge/test/sim.
 */
export type * from './model.ts';
export type * from './plan-types.ts';
export { activityObject, isRecordKind, withActivities } from './activities.ts';
export { hubspotShape, salesforceShape } from './conversions.ts';
export { convert } from './convert.ts';
export type { Conversion, Refusal, Route } from './convert.ts';
export { chooseDeal } from './deals.ts';
export type { DealAnswer } from './deals.ts';
export { domainOf, isFreeMail } from './domains.ts';
export { suggestMaster } from './cluster.ts';
export type { ClusterMember, Suggestion } from './cluster.ts';
export { approvalFor, approvalKey, approvalWords, deletionStep, DELETIONS_MAX, DELETIONS_WINDOW_MS, takesOthers } from './deletion.ts';
export type { DeletionStep } from './deletion.ts';
export { brokenErasure, erasedKeyMark, erasedRecordMark, erasureApproval, erasureSubject, keptRecordMark, refusedNoticeMark, sealErasure } from './erasure.ts';
export { explainField, reasonWords } from './explain.ts';
export type { FieldExplanation, FieldState } from './explain.ts';
export { fieldOn, reading, SIDES } from './field-values.ts';
export { fingerprinter } from './fingerprint.ts';
export type { Fingerprinter } from './fingerprint.ts';
export { gapEdit, leftBehind } from './gap.ts';
export type { GapEdit, Sighting } from './gap.ts';
export { choiceRefusal, isSameRecord, spokenOf, verdictsFor } from './verdicts.ts';
export type { IdentityChoice, Spoken } from './verdicts.ts';
export { currencyField, moneyFields } from './money.ts';
export { withRecordTypes } from './pipelines.ts';
export { isRelativeDefault } from './stand-ins.ts';
export { isOfKind, kindOf, kindValues, mappingAmong, pipelineProperty, sharingProblems, stageProperty } from './kinds.ts';
export { associatedObjects, isAssociation, isPropertyReference, referenceProblems, referenceTargets } from './references.ts';
export { chooseMatch, KEY_FIELD, matchValues, MERGED_IDS, recognition, scoredRecognition, STAMP_FIELD } from './identity.ts';
export type { Identified, MatchAnswer, Recognition } from './identity.ts';
export { codeOfFault, describeIssue, ISSUE_CODES } from './issues.ts';
export type { IssueEntry, IssueKind } from './issues.ts';
export { isDealMapping, isPersonMapping, leadLife, lifeFields, PUT_TRIES } from './lead-life.ts';
export type { LifeAnswer } from './lead-life.ts';
export { isUrgentStage, LIFECYCLE_PROPERTY, mayMove, withStages } from './lifecycle.ts';
export type { MoveAnswer, StageMove } from './lifecycle.ts';
export { canFlow, merge, otherSide, withdrawalValue } from './merge.ts';
export type { FieldView, Sided, Verdict } from './merge.ts';
export { planClosing } from './plan-closing.ts';
export type { ClosingInput } from './plan-closing.ts';
export { fieldSchemas, planPair, planResting, rulesFor } from './plan.ts';
export { OWNER_REFERENCE, ownerMap, withOwners } from './owners.ts';
export type { OwnerDirectory, Ownership } from './owners.ts';
export { EVENT_KEY, isPersonAccount, PERSON_ACCOUNT_FIELDS, whyNoPart } from './person-accounts.ts';
export { settlementRefusal } from './plan-settlement.ts';
export { planCreate } from './plan-create.ts';
export type { CreateInput, CreatePlan } from './plan-create.ts';
export { DEFAULT_POLICIES } from './policies.ts';
export { areAlike, sortRoles, translateRoles } from './relation-roles.ts';
export { mergePair, mergeSingle, NEVER_MET, settlePair, tells } from './relations.ts';
export type { PairMemory, PairState, PairStep, Presence, RelationPolicy, StepReason } from './relations.ts';
export { inScope, isMadeFromHubSpot, pairScope, scopeFields, scopeSegments, scopeWords, SEGMENTS, sideScope } from './scope.ts';
export type { ScopeAnswer } from './scope.ts';
export { formatStamp, parseStamp } from './stamp.ts';
export type { Stamp } from './stamp.ts';
export { canonical, toWire } from './values.ts';
export type { WireScalar } from './values.ts';
export { afterWrites, ALL_EMAIL, beforeWrites, fieldState, isBlankMemory, isSoundEvidence, NO_MEMORY, normalAddress, planConsent, topicOf } from './consent.ts';
export type {
  ConsentEvidence,
  ConsentFinding,
  ConsentHolder,
  ConsentInput,
  ConsentPlan,
  ConsentState,
  ConsentWrite,
  HolderMemory,
  TopicMemory,
} from './consent.ts';
export { canonicalJson, CHAIN_START, chainRow, checkChain, CHECK_START, CONSENT_ENTRY_KINDS, endOfCheck, withoutPerson } from './consent-chain.ts';
export type { ChainCheck, ChainFault, ChainHead, ConsentEntry, ConsentEntryKind, ConsentPerson, ConsentRow } from './consent-chain.ts';
export { concernsConsent, consentFieldsOf, consentRulesOn, isOptOutProperty, leaveToConsent, propertyOf, withoutConsent } from './consent-fields.ts';
