import { PAGES, pageOf, pageState, sections, urlState } from 'c/setupPages';

describe('pages', () => {
  it('have each a step of their own, a label, an icon and a section', () => {
    expect(new Set(PAGES.map(({ step }) => step)).size).toBe(PAGES.length);
    for (const page of PAGES)
      expect(page).toEqual({
        step: expect.stringMatching(/^[a-z]+(-[a-z]+)*$/),
        label: expect.any(String),
        icon: expect.stringMatching(/^utility:/),
        section: expect.any(String),
      });
  });
  it('are found by their step, the first one otherwise', () => {
    expect(pageOf('ownership').step).toBe('ownership');
    expect(pageOf('nonsense')).toBe(PAGES[0]);
    expect(pageOf(undefined)).toBe(PAGES[0]);
  });
  it('stand all in the navigation, once', () => expect(sections().flatMap(({ pages }) => pages)).toEqual(PAGES));
});

describe('state', () => {
  it('is the same in the URL without a namespace', () =>
    expect(pageState(urlState({ c__step: 'model', c__tab: 'x' }))).toEqual({ c__step: 'model', c__tab: 'x' }));
  it('carries the namespace in the URL of a packaged org, and never on a page', () => {
    jest.isolateModules(() => {
      jest.doMock('@salesforce/schema/Sync_Ruleset__c', () => ({ __esModule: true, default: { objectApiName: 'ns__Sync_Ruleset__c' } }), { virtual: true });
      // Read anew with the other schema.
      const packaged = require('c/setupPages');
      expect(packaged.urlState({ c__step: 'model' })).toEqual({ ns__step: 'model' });
      expect(packaged.pageState({ ns__step: 'model', other: '1' })).toEqual({ c__step: 'model', other: '1' });
    });
  });
});
