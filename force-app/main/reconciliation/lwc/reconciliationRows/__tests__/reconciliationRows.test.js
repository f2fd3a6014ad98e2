import {
  aloneOf,
  bucketRows,
  drawing,
  drawingWidth,
  driftText,
  entryRow,
  faultRow,
  fieldRows,
  filterOf,
  filterWords,
  formOf,
  historySeries,
  ledgerRow,
  mappingRows,
  stateOptions,
  toggle,
} from 'c/reconciliationRows';

const report = {
  hubspot: 412,
  salesforce: 280,
  both: 270,
  buckets: [
    { id: 'hubspot/review', only: 'hubspot', count: 100, words: 'Review.', remedy: 'Answer it.' },
    { id: 'hubspot/queue', only: 'hubspot', count: 42, words: 'Queue.', remedy: null },
    { id: 'salesforce/gone', only: 'salesforce', count: 10, words: 'Gone.', remedy: 'Repair.' },
  ],
};
const widthOf = (parts) => parts.reduce((sum, { width }) => sum + width, 0);

describe('the two counts', () => {
  it('are drawn on one scale, and their parts add up to them', () => {
    const { hubspot, salesforce } = drawing(report);
    expect(widthOf(hubspot)).toBeCloseTo(drawingWidth);
    expect(widthOf(salesforce)).toBeCloseTo((280 / 412) * drawingWidth);
    expect(hubspot.map(({ className }) => className)).toEqual(['part tone-0', 'part tone-1', 'part tone-2']);
    expect(salesforce[1]).toMatchObject({ key: 'salesforce/gone', className: 'part tone-3', x: hubspot[0].width });
  });
  it('are drawn when there is nobody, and when there are many buckets', () => {
    expect(widthOf(drawing({}).hubspot)).toBe(0);
    const buckets = Array.from({ length: 20 }, (_, index) => ({ id: `hubspot/${index}`, only: 'hubspot', count: 1 }));
    expect(drawing({ hubspot: 20, salesforce: 0, both: 0, buckets }).hubspot.at(-1).className).toBe('part tone-7');
  });
  it('are told apart by side', () => {
    expect(aloneOf(report, 'hubspot')).toBe(142);
    expect(aloneOf(report, 'salesforce')).toBe(10);
  });
  it('come as rows, what both count first; who cannot be shown has no button', () => {
    const rows = bucketRows({ ...report, both: 0 });
    expect(rows.map(({ key }) => key)).toEqual(['both', 'hubspot/review', 'hubspot/queue', 'salesforce/gone']);
    expect(rows[0]).toMatchObject({ count: '0', canShow: false, remedy: '' });
    expect(rows[1]).toMatchObject({ count: '100', canShow: true, by: 'c.Fieldwise_Reconciliation_HubSpotOnly', swatch: 'swatch tone-1' });
  });
});

describe('drift', () => {
  it.each([
    [null, '–'],
    [0, '0%'],
    [0.0009, '0.09%'],
    [0.5, '50%'],
  ])('of %p reads %p', (share, text) => expect(driftText(share)).toBe(text));
  const mapping = (key, drift, disagree = 0) => ({
    mapping: key,
    drift,
    values: { compared: 1000000, agree: 1, explained: 2, pending: 0, disagree },
    pairs: { looked: 5, disagree },
    salesforce: { unexplained: 0 },
    hubspot: { unexplained: 0 },
  });
  it('has the worst mapping first, and large numbers in groups', () => {
    const rows = mappingRows({ mappings: [mapping('company', 0), mapping('person', 0.2, 3)] });
    expect(rows.map(({ key, canRepair }) => [key, canRepair])).toEqual([
      ['person', true],
      ['company', false],
    ]);
    expect(rows[0].values).toBe('1,000,000');
    expect(mappingRows(null)).toEqual([]);
  });
  it('is told per field by both names, or by the rule when it is gone', () => {
    const field = { rule: 'person.title', compared: 5, explained: 0, disagree: 1, drift: 0.2 };
    expect(fieldRows({ fields: [{ ...field, salesforceField: 'Title', hubspotProperty: 'jobtitle' }] })[0].name).toBe('c.Fieldwise_Reconciliation_FieldPair');
    expect(fieldRows({ fields: [{ ...field, salesforceField: null, hubspotProperty: null }] })[0]).toMatchObject({ name: 'person.title', isWorse: true });
    expect(fieldRows()).toEqual([]);
  });
  it('has a history, oldest first, of checks that compared something', () => {
    const point = (startedAt, drift, disagree) => ({ startedAt, drift, values: { disagree } });
    expect(historySeries([point(3, 0.1, 4), point(2, null, 0), point(1, 0, 0)])[0].points.map(({ value }) => value)).toEqual([0, 4]);
    expect(historySeries()[0].points).toEqual([]);
  });
});

it('a button says first what is seen', () => {
  expect(toggle(false, ['Show', 'Hide'], 'person')).toEqual({ showText: 'Show', showName: 'c.Fieldwise_Reconciliation_ActionOf' });
  expect(toggle(true, ['Show', 'Hide'], 'person').showText).toBe('Hide');
});

describe('records', () => {
  const hubspot = { side: 'hubspot', object: 'contacts', id: '51' };
  const salesforce = { side: 'salesforce', object: 'Lead', id: '00Q1' };
  it('of HubSpot have their names beside them', () => {
    expect(entryRow({ ref: hubspot, other: salesforce }, { 51: 'Ada' })).toMatchObject({ name: 'Ada', otherName: '' });
    expect(entryRow({ ref: salesforce, other: hubspot }, { 51: 'Ada' })).toMatchObject({ name: '', otherName: 'Ada' });
    expect(entryRow({ ref: hubspot, other: null }, {})).toMatchObject({ name: '', other: null });
  });
  it('that disagree say what a repair would write where', () => {
    const fields = [
      { side: 'salesforce', field: 'Title' },
      { side: 'hubspot', field: 'phone' },
    ];
    const row = faultRow({ kind: 'disagree', refs: [salesforce, hubspot], fields }, { 51: 'Ada' });
    expect(row.words).toBe('c.Fieldwise_Reconciliation_Writes; c.Fieldwise_Reconciliation_Writes');
    expect(row.name).toBe('Ada');
    expect(faultRow({ kind: 'unexplained', refs: [salesforce], fields: [] }, {})).toMatchObject({ words: 'c.Fieldwise_Reconciliation_Unexplained', name: '' });
  });
  const handed = {
    hubspot,
    salesforce,
    state: 'refused',
    isCounted: false,
    countedAt: 1,
    countedBy: 'seen',
    handedAt: 2,
    handedBy: 'made',
    receivedAt: 3,
    decidedAt: 4,
    decidedBy: 'by',
  };
  it('of the ledger say how exact a time is', () => {
    expect(ledgerRow(handed, {})).toMatchObject({
      state: 'c.Fieldwise_Reconciliation_StateRefused',
      note: 'c.Fieldwise_Reconciliation_NoLonger',
      countedBy: 'c.Fieldwise_Reconciliation_Seen',
      handedBy: 'c.Fieldwise_Reconciliation_Made',
      decided: 'c.Fieldwise_Reconciliation_ByThen',
    });
    const waiting = {
      ...handed,
      salesforce: null,
      state: 'not-handed',
      isCounted: true,
      countedBy: 'stage',
      handedAt: null,
      handedBy: null,
      receivedAt: null,
      decidedAt: null,
      decidedBy: null,
    };
    expect(ledgerRow({ ...waiting, words: 'Review.' }, {}).note).toBe('Review.');
    expect(ledgerRow(waiting, {})).toMatchObject({
      note: '',
      handed: '',
      handedBy: '',
      received: '',
      decided: '',
      countedBy: 'c.Fieldwise_Reconciliation_Stage',
    });
    expect(ledgerRow({ ...handed, handedBy: 'found', decidedBy: 'exact' }, {}).decided).not.toBe('c.Fieldwise_Reconciliation_ByThen');
  });
  it('of the ledger are counted by state', () => {
    expect(stateOptions({ received: 2 }).map(({ value }) => value)).toEqual(['', 'not-handed', 'received', 'accepted', 'refused']);
    expect(stateOptions()).toHaveLength(5);
  });
});

describe('whom a side counts', () => {
  const one = { all: [{ field: 'lifecyclestage', op: 'in', values: ['a', 'b'] }] };
  it('reads as words', () => {
    expect(filterWords(null)).toBe('c.Fieldwise_Reconciliation_Everybody');
    expect(filterWords(one)).toBe('c.Fieldwise_Reconciliation_OpIn');
    expect(filterWords({ any: [...one.all, ...one.all] })).toBe('c.Fieldwise_Reconciliation_Or');
    expect(filterWords({ all: [...one.all, ...one.all] })).toBe('c.Fieldwise_Reconciliation_And');
  });
  it('is a form of one condition, and back', () => {
    expect(formOf(one)).toEqual({ field: 'lifecyclestage', values: 'a; b' });
    expect(filterOf(formOf(one))).toEqual(one);
    expect(formOf(null)).toEqual({ field: '', values: '' });
    expect(filterOf({ field: ' ', values: 'x' })).toBeNull();
    expect(filterOf({ field: 'email', values: ' ; ' })).toEqual({ all: [{ field: 'email', op: 'filled' }] });
    expect(filterOf({ field: 'segments', values: '7' })).toEqual({ all: [{ field: 'segments', op: 'member', values: ['7'] }] });
    expect(formOf({ all: [...one.all, ...one.all] })).toBeNull();
    expect(formOf({ all: [{ field: 'x', op: 'at_least', values: ['1'] }] })).toBeNull();
  });
});
