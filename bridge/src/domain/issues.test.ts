import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyRule, anySide, holds, KINDS, pairInput, rule, schema, schemas, wiresOf } from '../../test/domain/samples.ts';
import { codeOfFault, describeIssue, ISSUE_CODES } from './issues.ts';
import { planPair } from './plan.ts';

const words = { side: 'hubspot', field: 'jobtitle' } as const;

describe('the table of issues', () => {
  test.each(ISSUE_CODES)('%s says what happened and what to do, and leaves no gap in its words', (code) => {
    const entry = describeIssue(code, { ...words, option: 'New' });
    expect(entry.code).toBe(code);
    expect(entry.cause).toMatch(/^.{15,}\.$/s);
    expect(entry.remedy).toMatch(/^.{10,}\.$/s);
    expect(`${entry.cause}${entry.remedy}`).not.toMatch(/[{}]/);
  });

  test('codes are unique', () => {
    expect(new Set(ISSUE_CODES).size).toBe(ISSUE_CODES.length);
  });

  test('words are filled in', () => {
    expect(describeIssue('option-unmapped', { side: 'salesforce', field: 'Status', option: 'NEW' }).cause).toBe(
      '"NEW" has no counterpart in the value map for Status in Salesforce.',
    );
    expect(describeIssue('record-locked', { side: 'hubspot', field: null }).cause).toBe('The record is locked in HubSpot by other work.');
    expect(describeIssue('value-invalid', { side: 'hubspot', field: null }).cause).toBe('HubSpot refused the value for a field.');
  });

  test('an option that may not be named is "the value"', () => {
    expect(describeIssue('option-unknown', words).cause).toBe('The value is not an active value of jobtitle in HubSpot.');
    expect(describeIssue('option-unmapped', words).cause).toBe('The value has no counterpart in the value map for jobtitle in HubSpot.');
  });

  test('names are taken as they are, whatever signs they hold', () => {
    holds(
      fc.property(fc.oneof(fc.string(), fc.constantFrom("Revenue ($'000)", '$&', '$$', '$`', '{field}', '{system}')), (option) => {
        expect(describeIssue('option-unknown', { ...words, option }).cause).toBe(`"${option}" is not an active value of jobtitle in HubSpot.`);
      }),
    );
    expect(describeIssue('value-invalid', { side: 'hubspot', field: '$&' }).cause).toBe('HubSpot refused the value for $&.');
  });

  test('a code nobody knows is unexpected, and named', () => {
    expect(describeIssue('SOMETHING_NEW', words)).toMatchObject({ code: 'unexpected', cause: 'HubSpot refused the record with the code SOMETHING_NEW.' });
    expect(describeIssue('unexpected', { ...words, option: 'ODD' }).cause).toContain('ODD');
  });

  test.each([
    ['STRING_TOO_LONG', 'text-too-long'],
    ['FIELD_CUSTOM_VALIDATION_EXCEPTION', 'validation-rule'],
    ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'option-unknown'],
    ['REQUIRED_FIELD_MISSING', 'required-missing'],
    ['UNABLE_TO_LOCK_ROW', 'record-locked'],
    ['PROPERTY_DOESNT_EXIST', 'field-missing'],
    ['READ_ONLY_VALUE', 'field-read-only'],
    ['CONFLICT', 'duplicate-record'],
    ['RATE_LIMITS', 'limit-reached'],
    ['NEVER_HEARD_OF', 'unexpected'],
  ])('the platform code %s is our %s', (platform, ours) => {
    expect(codeOfFault(platform)).toBe(ours);
    expect(ISSUE_CODES).toContain(ours);
  });

  test('names every object has are no platform codes', () => {
    expect(codeOfFault('constructor')).toBe('unexpected');
    expect(codeOfFault('toString')).toBe('unexpected');
  });
});

describe('issues of a plan', () => {
  const closed: readonly string[] = ['picklist', 'multi-picklist', 'boolean'];

  test('every one has an entry, and none tells a value of the customer', () => {
    const kinds = fc.constantFrom(...KINDS);
    const anyLimits = fc.record({
      lengthMax: fc.constantFrom(null, 3),
      scale: fc.constantFrom(null, 0),
      options: fc.constantFrom(null, ['A', 'B']),
      isRequired: fc.boolean(),
      isWritable: fc.boolean(),
    });
    const anyMap = fc.constantFrom([], [{ salesforce: 'A', hubspot: 'a' }]);
    const met = new Set<string>();
    holds(
      fc.property(anyRule, anyMap, kinds, kinds, anyLimits, anySide, fc.boolean(), (base, valueMap, left, right, limits, side, isMissing) => {
        const marker = 'Marker-Lovelace-12345';
        const one = rule({ ...base, valueMap, salesforceField: 'A__c', hubspotProperty: 'a' });
        const shapes = schemas({ A__c: schema(left, limits) }, isMissing ? {} : { a: schema(right, limits) });
        const plan = planPair(
          pairInput({
            rules: [one],
            schemas: shapes,
            salesforce: { A__c: side === 'salesforce' ? marker : null },
            hubspot: { a: side === 'hubspot' ? marker : null },
          }),
        );
        for (const issue of plan.issues) {
          met.add(issue.code);
          expect(ISSUE_CODES).toContain(issue.code);
          const { cause, remedy } = describeIssue(issue.code, issue);
          const isNamed = closed.includes(side === 'salesforce' ? left : right);
          if (!isNamed) expect(`${cause} ${remedy} ${JSON.stringify({ ...issue, rule: null })}`).not.toContain(marker);
        }
      }),
      2_000,
    );
    expect([...met].sort()).toEqual(
      expect.arrayContaining([
        'email-invalid',
        'field-missing',
        'field-read-only',
        'not-a-boolean',
        'not-a-date',
        'not-a-number',
        'option-unknown',
        'option-unmapped',
        'text-too-long',
      ]),
    );
  });

  test('every code a conversion can answer has an entry', () => {
    holds(
      fc.property(
        fc.constantFrom(...KINDS).chain((kind) => fc.tuple(fc.constant(kind), wiresOf(kind))),
        fc.constantFrom(...KINDS),
        ([kind, wire], target) => {
          const shapes = schemas({ A__c: schema(kind) }, { a: schema(target, { lengthMax: 2, scale: 0, options: ['A'] }) });
          const plan = planPair(
            pairInput({ rules: [rule({ salesforceField: 'A__c', hubspotProperty: 'a' })], schemas: shapes, salesforce: { A__c: wire }, hubspot: {} }),
          );
          for (const { code } of plan.issues) expect(ISSUE_CODES).toContain(code);
        },
      ),
    );
  });
});
