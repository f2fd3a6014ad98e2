/** `expect(element).toBeAccessible()`: axe over what a component rendered, its shadow roots included. */
const axe = require('axe-core');

// jsdom computes no layout, and a component alone is no page.
const rules = { 'color-contrast': { enabled: false }, region: { enabled: false }, 'page-has-heading-one': { enabled: false }, list: { enabled: true } };

expect.extend({
  async toBeAccessible(element) {
    const { violations } = await axe.run(element, { rules, resultTypes: ['violations'] });
    const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}\n  ${html}`));
    return { pass: found.length === 0, message: () => (found.length === 0 ? 'expected a violation' : found.join('\n')) };
  },
});

afterEach(() => {
  while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  jest.clearAllMocks();
});
