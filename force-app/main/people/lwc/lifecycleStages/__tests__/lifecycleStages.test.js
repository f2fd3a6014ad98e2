import {
  addedStage,
  drawing,
  movedStage,
  moveMode,
  movesText,
  stageChanges,
  stageName,
  stageProblems,
  targetsOf,
  withoutStage,
  withStage,
} from 'c/lifecycleStages';

const stages = [
  { key: 'lead', label: 'Lead', owner: 'HubSpot', order: 10 },
  { key: 'mql', label: 'MQL', owner: 'HubSpot', order: 20 },
  { key: 'customer', owner: 'Salesforce', movesTo: 'lead;mql', order: 30 },
];
const keys = (list) => list.map(({ key }) => key);
const context = (over) => ({ rule: 'person.lifecycle_stage', hubspot: stages.map(({ key }) => ({ value: key, label: key })), fields: [], ...over });
const picklist = (options) => ({ object: 'Lead', name: 'Stage__c', label: 'Stage', isPicklist: true, options });

describe('c-lifecycle-stages', () => {
  it('knows where a stage may go: any later one, chosen ones, or nowhere', () => {
    expect(targetsOf(stages[0], stages)).toEqual(['mql', 'customer']);
    expect(targetsOf(stages[2], stages)).toEqual(['lead', 'mql']);
    expect(targetsOf({ key: 'lead', movesTo: '-' }, stages)).toEqual([]);
    expect(stages.map(moveMode)).toEqual(['later', 'later', 'chosen']);
    expect(moveMode({ movesTo: '-' })).toBe('none');
    expect([movesText([]), movesText(['a', 'b'])]).toEqual(['-', 'a;b']);
    expect(stages.map(stageName)).toEqual(['Lead', 'MQL', 'customer']);
  });
  it('moves stages within the order and no further', () => {
    expect(keys(movedStage(stages, 'mql', -1))).toEqual(['mql', 'lead', 'customer']);
    expect(movedStage(stages, 'mql', -1).map(({ order }) => order)).toEqual([10, 20, 30]);
    expect(movedStage(stages, 'lead', -1)).toBe(stages);
    expect(movedStage(stages, 'nobody', 1)).toBe(stages);
  });
  it('takes a removed stage out of the moves of the others', () => {
    const left = withoutStage(stages, 'lead');
    expect(keys(left)).toEqual(['mql', 'customer']);
    expect(left[1].movesTo).toBe('mql');
    expect(withoutStage(left, 'mql')[0].movesTo).toBe('-');
  });
  it('tells the server only what changed', () => {
    expect(stageChanges(stages, stages)).toEqual([]);
    expect(stageChanges(stages, withStage(stages, 'lead', { owner: 'Salesforce' }))).toEqual([{ key: 'lead', owner: 'Salesforce' }]);
    expect(stageChanges(stages, withStage(stages, 'customer', { movesTo: null }))).toEqual([{ key: 'customer', movesTo: null }]);
    const [removed, added] = stageChanges(stages, addedStage(stages.slice(0, 2), { value: 'fan', label: 'Fan' }));
    expect(removed).toEqual({ key: 'customer', isRemoved: true });
    expect(added).toMatchObject({ key: 'fan', label: 'Fan', owner: 'HubSpot', order: 30 });
  });
  it('finds nothing wrong where both sides fit', () => {
    expect(stageProblems(stages, context())).toEqual([]);
    expect(stageProblems(stages, context({ hubspot: null }))).toEqual([]);
  });
  it('flags stages only one side has, with the fix', () => {
    const found = stageProblems(stages, context({ hubspot: [{ value: 'lead' }, { value: 'mql' }, { value: 'fan', label: 'Fan' }] }));
    expect(found.map(({ id, fix }) => [id, fix.kind])).toEqual([
      ['add:fan', 'add'],
      ['gone:customer', 'remove'],
    ]);
  });
  it('flags values of a picklist that are inactive or missing, and offers the twin by name', () => {
    const options = [
      { value: 'lead', isActive: true },
      { value: 'mql', isActive: false },
      { value: 'Customer', isActive: true },
    ];
    const found = stageProblems(stages, context({ fields: [picklist(options)] }));
    expect(found.map(({ id, text, fix }) => [id, text, fix?.value])).toEqual([
      ['Lead:mql', 'c.Fieldwise_Lifecycle_ValueInactive', undefined],
      ['Lead:customer', 'c.Fieldwise_Lifecycle_ValueMissing', 'Customer'],
    ]);
  });
  it('flags two stages of one value, and a stage field that no rule carries', () => {
    const twice = withStage(stages, 'mql', { salesforceValue: 'lead' });
    expect(stageProblems(twice, context()).map(({ id }) => id)).toEqual(['twice:lead', 'twice:mql']);
    expect(stageProblems(stages, context({ rule: null }))[0].fix.kind).toBe('rules');
  });
  it('draws a node per stage and an arrow per allowed move', () => {
    const { nodes, arrows, height } = drawing(stages);
    expect(keys(nodes)).toEqual(['lead', 'mql', 'customer']);
    expect(arrows.map(({ key, isBack }) => `${key}${isBack ? ' back' : ''}`)).toEqual([
      'lead>mql',
      'lead>customer',
      'mql>customer',
      'customer>lead back',
      'customer>mql back',
    ]);
    expect(arrows.every(({ path, head }) => /^M [\d.]/.test(path) && head.split(' ').length === 3)).toBe(true);
    expect(height).toBeGreaterThan(nodes[2].y);
  });
});
