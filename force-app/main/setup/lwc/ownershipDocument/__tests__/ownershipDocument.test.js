import { toCsv, toMarkdown, valueText } from 'c/ownershipDocument';

const mappings = [
  {
    key: 'person',
    salesforceObjects: 'Lead;Contact',
    hubspotObject: 'contacts',
    rules: [
      {
        key: 'person.title',
        salesforceField: 'Title',
        hubspotProperty: 'jobtitle',
        owner: 'Salesforce',
        direction: 'Two-way',
        reason: '=SUM(1)\nHubSpot: "forms" | chat',
        valueMap: '[{"salesforce":"A","hubspot":"b"}]',
      },
    ],
  },
];

describe('c-ownership-document', () => {
  it('writes a table per object in Markdown, one line per rule, bars escaped', () => {
    const text = toMarkdown(
      { version: 4, activatedAt: '2026-11-21T10:00:00Z', activatedBy: 'Ada', note: 'why' },
      { mappings, stages: [{ key: 'lead', label: 'Lead', owner: 'HubSpot' }], consents: [] },
    );
    expect(text).toContain('## Lead, Contact ↔ contacts');
    const row = text.split('\n').find((line) => line.includes('jobtitle'));
    expect(row).toContain('A = b');
    expect(row).toContain('\\| chat');
  });
  it('quotes CSV and never writes a formula', () => {
    const [head, ...rest] = toCsv(mappings).split('\r\n');
    expect(head).toContain('"HubSpot"');
    expect(rest.join('\r\n')).toContain(`"'=SUM(1)\nHubSpot: ""forms"" | chat"`);
  });
  it('says blank values as a dash', () => {
    expect([valueText('reason', undefined), valueText('valueMap', '')]).toEqual([valueText('reason', null), valueText('reason', null)]);
  });
});
