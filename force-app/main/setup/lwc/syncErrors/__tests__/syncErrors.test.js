import { reduceErrors } from 'c/syncErrors';

describe('reduceErrors', () => {
  it.each([
    ['nothing', undefined, []],
    ['null', null, []],
    ['no errors', [], []],
    ['a sentence', 'It broke.', ['It broke.']],
    ['an Apex error', { status: 500, body: { message: 'Not today' } }, ['Not today']],
    ['several errors of the UI API', { body: [{ message: 'One' }, { message: 'Two' }] }, ['One', 'Two']],
    [
      'errors of pages and fields',
      { body: { message: 'An error occurred', pageErrors: [{ message: 'Page' }], fieldErrors: { Name: [{ message: 'Field' }] } } },
      ['Page', 'Field'],
    ],
    ['an error of updateRecord', { body: { message: 'An error occurred', output: { errors: [{ message: 'Refused' }], fieldErrors: {} } } }, ['Refused']],
    ['a JavaScript error', new Error('Oops'), ['Oops']],
    ['a lost connection', { statusText: 'Failed to fetch' }, ['Failed to fetch']],
    ['the same twice, and blanks', ['A ', 'A', ''], ['A']],
    ['an error without any words', { body: {} }, ['c.Fieldwise_Shell_UnknownError']],
  ])('reads %s', (_what, error, sentences) => {
    expect(reduceErrors(error)).toEqual(sentences);
  });
});
