/**
 * One table of everything that can stop a value: what it is called, what kind of trouble it is, and what to do. Platform codes are
 * translated into it. Texts name fields and limits, never a customer's value, except a picklist value that has no counterpart.
 */
import type { Side, IssueCategory } from './model.ts';

/** transient: try again by itself; permanent: after a change; config: after an administrator changed a setting. */
export type IssueKind = 'transient' | 'permanent' | 'config';
export type IssueEntry = { readonly code: string; readonly category: IssueCategory; readonly kind: IssueKind; readonly cause: string; readonly remedy: string };

const CRM: Readonly<Record<Side, string>> = { salesforce: 'Salesforce', hubspot: 'HubSpot' };

function entry(code: string, category: IssueCategory, kind: IssueKind, cause: string, remedy: string): IssueEntry {
  return { code, category, kind, cause, remedy };
}

/** `{field}` is the field on the refusing side, `{system}` that side, `{option}` a picklist value. */
const ENTRIES: readonly IssueEntry[] = [
  entry(
    'not-a-number',
    'value',
    'permanent',
    'The value cannot be read as a number, which {field} in {system} needs.',
    'Correct the value, or map the field to a text field.',
  ),
  entry(
    'not-a-boolean',
    'value',
    'permanent',
    'The value is neither true nor false, which {field} in {system} needs.',
    'Correct the value, or add a value map to the field rule.',
  ),
  entry(
    'not-a-date',
    'value',
    'permanent',
    'The value cannot be read as a date, which {field} in {system} needs.',
    'Correct the value, or map the field to a text field.',
  ),
  entry(
    'not-an-instant',
    'value',
    'permanent',
    'The value cannot be read as a date and time, which {field} in {system} needs.',
    'Correct the value, or map the field to a text field.',
  ),
  entry(
    'date-has-time',
    'value',
    'permanent',
    'The value has a time of day, and {field} in {system} holds dates only.',
    'Map it to a date/time field, or keep only dates in the first field.',
  ),
  entry(
    'number-too-precise',
    'value',
    'permanent',
    'The number has more decimal places than {field} in {system} keeps.',
    'Allow more decimal places there, or round the value.',
  ),
  entry(
    'text-too-long',
    'value',
    'permanent',
    'The text is longer than {field} in {system} allows.',
    'Make the field longer, or shorten the text. It is never cut by the sync.',
  ),
  entry(
    'option-unknown',
    'picklist',
    'config',
    '"{option}" is not an active value of {field} in {system}.',
    'Add the value there, or map it to another value in the field rule.',
  ),
  entry(
    'option-unmapped',
    'picklist',
    'config',
    '"{option}" has no counterpart in the value map for {field} in {system}.',
    'Add the pair to the value map of the field rule.',
  ),
  entry(
    'several-options',
    'picklist',
    'permanent',
    'Several values are chosen, and {field} in {system} holds one.',
    'Choose one value, or map to a multi-select field.',
  ),
  entry('email-invalid', 'value', 'permanent', 'The value is not an e-mail address, which {field} in {system} needs.', 'Correct the address.'),
  entry('domain-invalid', 'value', 'permanent', 'No web domain can be read from the value, which {field} in {system} needs.', 'Correct the web address.'),
  entry(
    'required-blank',
    'required',
    'permanent',
    '{field} in {system} must not be blank, and the other side is blank.',
    'Fill the field, or set the rule to ignore blanks.',
  ),
  entry(
    'option-inactive',
    'picklist',
    'config',
    '"{option}" is inactive in {field} in {system}, so it was not carried over; everything else of the record was.',
    'Activate the value again in {system}, or map it to another one.',
  ),
  entry(
    'currency-apart',
    'value',
    'config',
    'The two records are in different currencies ({option}), so {field} was not carried over to {system}.',
    'Map the currency of the records, add the currency to the system that lacks it, or bring the records into one currency.',
  ),
  entry(
    'price-missing',
    'reference',
    'config',
    'The line item cannot be made in {system}: its product has no active entry in the price book of the opportunity, in its currency.',
    'Add the product to that price book in Setup of {system}; it is tried again by itself.',
  ),
  entry(
    'product-missing',
    'reference',
    'permanent',
    'The line item names no product, and {system} knows no line item without one.',
    'Choose a product of the library for it in HubSpot; it follows by itself.',
  ),
  entry(
    'required-missing',
    'required',
    'permanent',
    'A record cannot be created in {system}: {field} is required there and has no value.',
    'Fill the field it is mapped to on the other side; the record is then created by itself.',
  ),
  entry(
    'field-read-only',
    'permission',
    'config',
    '{field} in {system} cannot be written by the sync user.',
    'Give the integration user edit access, or change the direction of the rule.',
  ),
  entry(
    'field-unmappable',
    'schema',
    'config',
    'Values of this kind cannot be held by {field} in {system}.',
    'Open the Ownership page, which says why. Pair another field, or give the rule a value map or a reference mapping.',
  ),
  entry(
    'field-missing',
    'schema',
    'config',
    '{field} does not exist in {system}, or the sync user cannot see it.',
    'Create the field, give access to it, or turn the rule off.',
  ),
  entry(
    'stage-owner',
    'value',
    'permanent',
    'The lifecycle stage was moved ({option}) by the system that may not set it, and nothing was changed on the other side.',
    'Set the stage in the system that owns it, or name another owner on Lifecycle and stages.',
  ),
  entry(
    'stage-move',
    'value',
    'permanent',
    'The lifecycle stage was moved in a way that is not allowed ({option}), and nothing was changed on the other side.',
    'Move it to an allowed stage, or allow the move on Lifecycle and stages.',
  ),
  entry(
    'stage-unlisted',
    'picklist',
    'config',
    '"{option}" is none of the lifecycle stages in force, so it was not carried to {field} in {system}.',
    'List the stage on Lifecycle and stages, or choose a listed one.',
  ),
  entry(
    'stage-contested',
    'configuration',
    'config',
    'The lifecycle stage keeps being moved back ({option}): it was put right several times, and is now left alone.',
    'Find the workflow or rule that moves it in the system that does not own the stage, and switch it off.',
  ),
  entry(
    'write-ignored',
    'platform',
    'permanent',
    '{system} accepted the value for {field} and kept the old one.',
    'Check what guards the field there (a lifecycle stage only moves forward), and set the value by hand.',
  ),
  entry(
    'validation-rule',
    'validation',
    'permanent',
    'A validation rule or automation in {system} refused the record.',
    'Make the record satisfy the rule, or let the integration user bypass it.',
  ),
  entry('value-invalid', 'value', 'permanent', '{system} refused the value for {field}.', 'Correct the value.'),
  entry(
    'permission',
    'permission',
    'config',
    'The sync user may not change this record in {system}.',
    'Share the record with the integration user, or widen its permissions.',
  ),
  entry('duplicate-record', 'duplicate', 'permanent', '{system} already has a record like this one.', 'Merge the two records, or link them by hand.'),
  entry('record-locked', 'platform', 'transient', 'The record is locked in {system} by other work.', 'Nothing to do: it is tried again.'),
  entry(
    'record-deleted',
    'deleted',
    'permanent',
    'The record was deleted in {system}. The other one is left as it is.',
    'Restore it, or delete the other one too.',
  ),
  entry(
    'deletion-waiting',
    'deleted',
    'config',
    'The counterpart was deleted. The record in {system} waits for a person to say whether it is deleted too.',
    'Approve or refuse it under Operations, or with `fieldwise approvals`.',
  ),
  entry(
    'deletion-blocked',
    'deleted',
    'permanent',
    '{system} would not let the record be deleted: {option}.',
    'Remove what holds it there (open cases, a rule, a missing permission), then retry; or refuse the deletion.',
  ),
  entry(
    'erasure-waiting',
    'deleted',
    'config',
    'The person asked to be forgotten. The record in {system} waits for somebody to say whether it is erased too.',
    'Approve or refuse it under Operations, or with `fieldwise approvals`; until then nothing is written to it.',
  ),
  entry(
    'erasure-blocked',
    'deleted',
    'config',
    '{system} would not let the record be erased: {option}. The erasure is still owed.',
    'Give the integration user the right to delete it, or erase it there by hand; it is tried again by itself.',
  ),
  entry('record-gone', 'deleted', 'permanent', 'The record could not be found in {system} when it was to be changed.', 'Nothing to do: it is looked at again.'),
  entry(
    'reference-waiting',
    'reference',
    'transient',
    'The record that {field} in {system} points to is not in step yet.',
    'Nothing to do if it is in scope; otherwise bring it into scope.',
  ),
  entry(
    'relation-role-unmapped',
    'picklist',
    'config',
    'The role "{option}" of a relation has no counterpart in {system}; the relation itself is carried without it.',
    'Add the pair of role and label to the relation rule.',
  ),
  entry(
    'relation-label-missing',
    'schema',
    'config',
    'The association label "{option}" of the relation rule does not exist in {system}.',
    'Create the label in the data model settings of HubSpot, or choose another in the relation rule.',
  ),
  entry(
    'relation-several-roles',
    'reference',
    'permanent',
    'A relation has several labels, and {system} keeps one role for it; "{option}" was left out.',
    'Keep one label, or use a relation whose role field holds several values.',
  ),
  entry(
    'relation-cycle',
    'reference',
    'permanent',
    '{system} refused the parent: the records would be their own ancestors ({option}).',
    'Choose another parent in one of the systems; it is then carried by itself.',
  ),
  entry(
    'relation-limit',
    'limit',
    'permanent',
    'The record has as many relations of this kind as {system} allows ({option}).',
    'Remove relations that are not needed, or raise the limit in {system}; it is tried again by itself.',
  ),
  entry(
    'relation-refused',
    'reference',
    'permanent',
    '{system} refused a relation with the code {option}.',
    'Look the code up in the documentation of {system}; it is tried again every hour, and when either record changes.',
  ),
  entry(
    'campaign-segment-active',
    'configuration',
    'config',
    'Members of the campaign cannot be put into the segment {option} of {system}: its filters decide who is in it, or it is gone.',
    'Choose a manual segment, or let the rule go to Salesforce only.',
  ),
  entry(
    'campaign-refused',
    'reference',
    'permanent',
    '{system} refused a campaign member with the code {option}.',
    'Look the code up in the documentation of {system}; it is tried again every hour, and when the membership changes.',
  ),
  entry(
    'conversion-refused',
    'validation',
    'permanent',
    'A deal in HubSpot asks for the conversion of this lead, and {system} refused it: {option}.',
    'Make the lead satisfy what is asked, or convert it by hand; it is tried again whenever lead or contact change.',
  ),
  entry(
    'owner-unmapped',
    'reference',
    'config',
    'The owner {option} has no active counterpart in {system}: nobody there has the same e-mail address.',
    'Add the person in {system} with the same e-mail address, or choose a fallback owner in the object mapping.',
  ),
  entry(
    'owner-unknown',
    'reference',
    'transient',
    'The owner {option} is not in the directory of owners yet.',
    'Nothing to do: the directory is read again and the owner set then.',
  ),
  entry(
    'owner-inactive',
    'permission',
    'config',
    'The user who is to own the record in {system} is inactive.',
    'Activate the user, give the record another owner, or choose a fallback owner in the object mapping.',
  ),
  entry(
    'writes-paused',
    'limit',
    'config',
    'Writes in {system} are paused: there were far more of them than usual.',
    'Say under Operations or Schema drift, or with `fieldwise breakers`, whether they are meant: proceed, drop, or keep them paused.',
  ),
  entry(
    'change-dropped',
    'limit',
    'config',
    'The change came in a storm, and a person decided that it is not carried to {system}.',
    'Nothing to do if it is put right where it came from; retry to carry it after all. A later edit of the record is carried as ever.',
  ),
  entry(
    'schema-object-lost',
    'schema',
    'config',
    '{field} cannot be seen in {system} any more: {option}.',
    'Bring the object back, or give the sync user access to it; or turn its mapping off on the Ownership page.',
  ),
  entry(
    'schema-field-removed',
    'schema',
    'config',
    '{field} does not exist in {system}, or the sync user cannot see it any more.',
    'Bring the field back or give the sync user access to it; or map another field, or turn the rule off, on the Ownership page.',
  ),
  entry(
    'schema-permission-lost',
    'permission',
    'config',
    'The sync user may not write {field} in {system}.',
    'Give the sync user edit access to the field, or change the direction of the rule on the Ownership page.',
  ),
  entry(
    'schema-type-changed',
    'schema',
    'config',
    '{field} in {system} changed: {option}.',
    'Check on the Ownership page that the pair still fits; pair another field, or change the field back, where it does not.',
  ),
  entry(
    'schema-value-retired',
    'picklist',
    'config',
    'Values of {field} in {system} that the other side leads to cannot be chosen any more: {option}.',
    'Activate them again in {system}, or map what leads to them to other values in the field rule.',
  ),
  entry(
    'schema-value-new',
    'picklist',
    'config',
    '{field} in {system} has new values without a counterpart: {option}.',
    'Add each to the value map of the field rule, or add the value on the other side. Until then the rest of such a record is carried without it.',
  ),
  entry(
    'schema-field-required',
    'required',
    'config',
    '{field} in {system} is required for new records now, and no rule gives it a value.',
    'Map a field to it or give it a default for new records on the Ownership page, or make it optional in {system}.',
  ),
  entry(
    'schema-save-rule',
    'validation',
    'config',
    'The validation rule {option} on {field} in {system} is new or has changed; it may refuse records.',
    'Read the rule in Setup: let the sync user bypass it, or make sure that the other side satisfies it.',
  ),
  entry(
    'activity-cap-reached',
    'limit',
    'config',
    'The activity rule {field} reached its monthly cap: {option}. Nothing more is made in {system} until then.',
    'Nothing to do: it goes on by itself on that day. To have it sooner, raise the cap on the page Activities and storage.',
  ),
  entry('limit-reached', 'limit', 'transient', '{system} is out of calls for now.', 'Nothing to do: it goes on when calls are free again.'),
  entry('platform-trouble', 'platform', 'transient', '{system} did not answer as it should.', 'Nothing to do: it is tried again.'),
  entry(
    'identity-taken',
    'identity',
    'permanent',
    'The matching record belongs to another link already.',
    'Merge the two records that stand for the same one.',
  ),
  entry(
    'unexpected',
    'platform',
    'permanent',
    '{system} refused the record with the code {option}.',
    'Look the code up in the documentation of {system}; retry once the cause is gone.',
  ),
];

const BY_CODE: ReadonlyMap<string, IssueEntry> = new Map(ENTRIES.map((one) => [one.code, one]));
export const ISSUE_CODES: readonly string[] = ENTRIES.map((one) => one.code);

/** Platform codes → ours. Salesforce: status codes of the REST guide; HubSpot: categories and the error words inside VALIDATION_ERROR. */
const PLATFORM_CODES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    STRING_TOO_LONG: 'text-too-long',
    FIELD_CUSTOM_VALIDATION_EXCEPTION: 'validation-rule',
    CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: 'validation-rule',
    CANNOT_EXECUTE_FLOW_TRIGGER: 'validation-rule',
    FIELD_FILTER_VALIDATION_EXCEPTION: 'validation-rule',
    FIELD_INTEGRITY_EXCEPTION: 'value-invalid',
    INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: 'option-unknown',
    BAD_VALUE_FOR_RESTRICTED_PICKLIST: 'option-unknown',
    REQUIRED_FIELD_MISSING: 'required-missing',
    DUPLICATES_DETECTED: 'duplicate-record',
    DUPLICATE_VALUE: 'duplicate-record',
    UNABLE_TO_LOCK_ROW: 'record-locked',
    INVALID_EMAIL_ADDRESS: 'email-invalid',
    NUMBER_OUTSIDE_VALID_RANGE: 'value-invalid',
    INVALID_TYPE_ON_FIELD_IN_RECORD: 'value-invalid',
    JSON_PARSER_ERROR: 'value-invalid',
    INVALID_FIELD: 'field-missing',
    INVALID_FIELD_FOR_INSERT_UPDATE: 'field-read-only',
    INSUFFICIENT_ACCESS_OR_READONLY: 'permission',
    INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: 'permission',
    ENTITY_IS_DELETED: 'record-gone',
    INVALID_CROSS_REFERENCE_KEY: 'record-gone',
    NOT_FOUND: 'record-gone',
    ENTITY_IS_LOCKED: 'record-locked',
    REQUEST_LIMIT_EXCEEDED: 'limit-reached',
    SERVER_UNAVAILABLE: 'platform-trouble',
    INACTIVE_OWNER_OR_USER: 'owner-inactive',
    UNKNOWN_EXCEPTION: 'platform-trouble',
    VALIDATION_ERROR: 'value-invalid',
    INVALID_EMAIL: 'email-invalid',
    INVALID_OPTION: 'option-unknown',
    INVALID_LONG: 'not-a-number',
    INVALID_INTEGER: 'not-a-number',
    INVALID_DATE: 'not-a-date',
    PROPERTY_DOESNT_EXIST: 'field-missing',
    READ_ONLY_VALUE: 'field-read-only',
    REQUIRED_PROPERTY: 'required-missing',
    CONFLICT: 'duplicate-record',
    OBJECT_NOT_FOUND: 'record-gone',
    MISSING_SCOPES: 'permission',
    RATE_LIMITS: 'limit-reached',
    RATE_LIMIT: 'limit-reached',
    LOCKED: 'record-locked',
  }),
);

/** Our code for a platform's own code; `unexpected` when the table does not know it. */
export function codeOfFault(platformCode: string): string {
  return PLATFORM_CODES.get(platformCode) ?? 'unexpected';
}

/**
 * The table's entry for one of our codes with its words filled in. Field and system are names; `option` only a picklist value or a
 * platform code; without one, the words say "The value". Unknown codes answer as `unexpected`.
 */
export function describeIssue(code: string, words: { readonly side: Side; readonly field: string | null; readonly option?: string }): IssueEntry {
  const known = BY_CODE.get(code) ?? BY_CODE.get('unexpected');
  if (known === undefined) throw new Error('The issue table has lost its last resort.');
  const fillers: Readonly<Record<string, string>> = {
    '{system}': CRM[words.side],
    '{field}': words.field ?? 'a field',
    '{option}': words.option ?? code,
    '"{option}"': words.option === undefined ? 'The value' : `"${words.option}"`,
  };
  // By function: in a replacement text, "$'" and the like are signs, and picklist values such as "Revenue ($'000)" hold them.
  const fill = (text: string): string => text.replace(/"\{option\}"|\{\w+\}/g, (gap) => fillers[gap] ?? gap);
  return { ...known, cause: fill(known.cause), remedy: fill(known.remedy) };
}
