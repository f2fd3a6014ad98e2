import { groupRow, refsToKeep, reportCsv } from 'c/identityReport';

const lead = (id) => ({ side: 'salesforce', object: 'Lead', id });
const contact = (id) => ({ side: 'hubspot', object: 'contacts', id });
const member = (ref, over) => ({ ref, name: `Name ${ref.id}`, isLinked: false, filled: 4, openDeals: null, createdAt: 0, lastActivityAt: null, ...over });
const group = (over) => ({
  key: 'g1',
  mapping: 'person',
  side: 'salesforce',
  sharedBy: 'email',
  members: [member(lead('A')), member(lead('B'), { isLinked: true, openDeals: 2, lastActivityAt: 1000 })],
  suggestion: { master: lead('B'), reasons: ['It is the one kept in step with the other system.', 'He said "yes".'] },
  question: { key: 'r1', refs: [lead('A'), lead('B')] },
  ...over,
});

describe('c/identityReport', () => {
  it('names the suggested one and what can be answered', () => {
    const row = groupRow(group());
    expect(row.rows.map(({ key, isSuggested, canKeep, inStep }) => [key, isSuggested, canKeep, inStep])).toEqual([
      ['Lead:A', false, true, 'c.Fieldwise_Identity_No'],
      ['Lead:B', true, true, 'c.Fieldwise_Identity_Yes'],
    ]);
    expect([row.hasQuestion, row.isForQueue, row.reasons.length]).toEqual([true, false, 2]);
  });
  it('says nothing of a question that is not open, or of a suggestion that is none', () => {
    const row = groupRow(group({ question: null, suggestion: null }));
    expect([row.hasQuestion, row.isForQueue, row.reasons, row.rows.some(({ canKeep, isSuggested }) => canKeep || isSuggested)]).toEqual([
      false,
      false,
      [],
      false,
    ]);
  });
  it("takes the other system's record along, and leaves a choice among several to the queue", () => {
    const one = group({ question: { key: 'r1', refs: [lead('A'), lead('B'), contact('1')] } });
    expect(refsToKeep(one, one.members[0])).toEqual([lead('A'), contact('1')]);
    const several = group({ question: { key: 'r1', refs: [lead('A'), lead('B'), contact('1'), contact('2')] } });
    expect(refsToKeep(several, several.members[0])).toBeNull();
    expect(groupRow(several).isForQueue).toBe(true);
  });
  it('does not keep a record the question does not name', () => {
    const three = group({ members: [...group().members, member(lead('C'))] });
    expect(groupRow(three).rows.map(({ canKeep }) => canKeep)).toEqual([true, true, false]);
  });
  it('writes ids and reasons, no names', () => {
    const lines = reportCsv([group()]).split('\r\n');
    expect(lines).toEqual([
      'group,mapping,system,shared_by,object,id,suggested,in_step,filled_fields,open_deals,created,last_activity,reasons',
      'g1,person,salesforce,email,Lead,A,no,no,4,,1970-01-01T00:00:00.000Z,,',
      'g1,person,salesforce,email,Lead,B,yes,yes,4,2,1970-01-01T00:00:00.000Z,1970-01-01T00:00:01.000Z,"It is the one kept in step with the other system. He said ""yes""."',
      '',
    ]);
  });
});
