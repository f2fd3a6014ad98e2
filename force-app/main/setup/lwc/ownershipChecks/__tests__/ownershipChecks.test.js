import { checkMapping, checkRule, indexCatalog, sortTold, suggestPairs } from 'c/ownershipChecks';

const option = (value, label = value) => ({ value, label });
const catalogOf = (salesforce, hubspot, bridge) =>
  indexCatalog({
    salesforce: [
      {
        object: 'Lead',
        label: 'Lead',
        fields: [{ name: 'F', label: 'Field', type: 'string', length: 80, isWritable: true, isRequired: false, ...salesforce }],
      },
    ],
    hubspot: { object: 'contacts', fields: [{ name: 'p', label: 'Property', kind: 'text', isWritable: true, lengthMax: null, options: null, ...hubspot }] },
    bridge: bridge === undefined ? undefined : [{ object: 'Lead', fields: bridge }],
  });
const mapping = { key: 'person', salesforceObjects: 'Lead', salesforceCreateObject: 'Lead', createInSalesforce: 'Always' };
const rule = (over) => ({
  key: 'person.f',
  salesforceField: 'F',
  hubspotProperty: 'p',
  owner: 'Salesforce',
  direction: 'Two-way',
  reason: 'Salesforce: reps',
  blank: 'Propagate',
  ...over,
});
const codes = (one, catalog, known) => checkRule(one, mapping, catalog, known).map(({ level, code }) => `${level} ${code}`);

describe('c-ownership-checks', () => {
  it('finds nothing wrong with a right rule', () => {
    expect(codes(rule({ direction: 'To HubSpot' }), catalogOf())).toEqual([]);
  });
  it('asks for both fields', () => {
    expect(codes(rule({ salesforceField: null }), catalogOf())).toEqual(['error unfinished']);
  });
  it('asks for the reason when a rule becomes two-way, and not when it was', () => {
    expect(codes(rule({ reason: ' ' }), null)).toEqual(['error reason']);
    expect(codes(rule({ reason: '' }), null, { live: { direction: 'Two-way' } })).toEqual([]);
  });
  it.each([
    ['a field the org lacks', rule({ salesforceField: 'Nope' }), {}, {}, undefined, ['error sf-missing']],
    ['a field the integration user cannot see', rule({ direction: 'To HubSpot' }), {}, {}, [], ['error sf-hidden']],
    ['a field nobody can write', rule(), { isWritable: false }, { lengthMax: 80 }, undefined, ['error sf-read-only']],
    [
      'a field the integration user may not edit',
      rule(),
      {},
      { lengthMax: 80 },
      [{ name: 'F', kind: 'text', isWritable: false, lengthMax: 80 }],
      ['error sf-not-editable'],
    ],
    ['a required field that may be blanked', rule(), { isRequired: true }, { lengthMax: 80 }, undefined, ['warning sf-required']],
    ['a property HubSpot lacks', rule({ hubspotProperty: 'nope' }), {}, {}, undefined, ['error hs-missing']],
    ['a property nobody can write', rule({ direction: 'To HubSpot' }), {}, { isWritable: false }, undefined, ['error hs-read-only']],
    ['kinds that never fit', rule({ direction: 'To HubSpot' }), { type: 'boolean' }, { kind: 'date' }, undefined, ['error types']],
    ['kinds that fit sometimes', rule({ direction: 'To HubSpot' }), {}, { kind: 'number' }, undefined, ['warning types']],
    ['long text that may be too long', rule(), {}, { kind: 'long-text', lengthMax: 500 }, undefined, ['warning length']],
    ['text that could in theory be too long', rule(), {}, { lengthMax: 500 }, undefined, ['note length']],
  ])('tells of %s', (_name, one, salesforce, hubspot, bridge, expected) => {
    expect(codes(one, catalogOf(salesforce, hubspot, bridge))).toEqual(expected);
  });
  it('leaves rules that are off and associations alone', () => {
    expect(codes(rule({ direction: 'Off', salesforceField: 'Nope' }), catalogOf())).toEqual([]);
    expect(
      codes(rule({ hubspotProperty: 'associations.companies', referenceMapping: 'company', direction: 'To HubSpot' }), catalogOf({ type: 'reference' })),
    ).toEqual([]);
  });

  it('maps picklist values missing on one side with one click', () => {
    const catalog = catalogOf(
      { type: 'picklist', isRestricted: true, options: [option('Open - Not Contacted'), option('Working')] },
      { kind: 'picklist', options: [option('OPEN_NOT_CONTACTED', 'Open not contacted'), option('WORKING', 'Working')] },
    );
    const [problem] = checkRule(rule({ direction: 'To HubSpot' }), mapping, catalog);
    expect(problem).toMatchObject({ level: 'warning', code: 'options-hubspot' });
    expect(JSON.parse(problem.fix.valueMap)).toEqual([
      { salesforce: 'Open - Not Contacted', hubspot: 'OPEN_NOT_CONTACTED' },
      { salesforce: 'Working', hubspot: 'WORKING' },
    ]);
    expect(codes(rule({ direction: 'To HubSpot', ...problem.fix }), catalog)).toEqual([]);
  });
  it('tells of mapped values a side does not have', () => {
    const catalog = catalogOf({ type: 'picklist', options: [option('A')] }, { kind: 'picklist', options: [option('a')] });
    expect(codes(rule({ direction: 'To HubSpot', valueMap: '[{"salesforce":"A","hubspot":"gone"}]' }), catalog)).toEqual(['warning option-gone-hubspot']);
  });
  it('keeps pairs when it suggests more', () => {
    expect(suggestPairs([option('A'), option('B')], [option('a'), option('b')], [{ salesforce: 'A', hubspot: 'b' }])).toEqual([
      { salesforce: 'A', hubspot: 'b' },
    ]);
  });

  it('tells of required fields no rule fills', () => {
    const catalog = catalogOf({ isRequired: true });
    expect(checkMapping(mapping, [], catalog)).toHaveLength(1);
    expect(checkMapping(mapping, [rule()], catalog)).toEqual([]);
    expect(checkMapping({ ...mapping, createInSalesforce: 'Never' }, [], catalog)).toEqual([]);
  });
  it('sorts what the server said by rule, and shows it unless the page said it better', () => {
    const { byRule, general } = sortTold(['Rule person.f: it is wrong.', 'The ruleset has no object mapping.']);
    expect(byRule.get('person.f')).toEqual(['It is wrong.']);
    expect(general).toEqual(['The ruleset has no object mapping.']);
    expect(codes(rule({ direction: 'To HubSpot' }), catalogOf(), { told: ['It is wrong.'] })).toEqual(['error told-0']);
    expect(codes(rule({ salesforceField: 'Nope' }), catalogOf(), { told: ['Lead has no field Nope.'] })).toEqual(['error sf-missing']);
  });
  it('checks 300 rules within a tenth of a second', () => {
    const catalog = catalogOf();
    const startedAt = performance.now();
    for (let index = 0; index < 300; index += 1) checkRule(rule({ key: `person.${index}` }), mapping, catalog);
    expect(performance.now() - startedAt).toBeLessThan(100);
  });
});
