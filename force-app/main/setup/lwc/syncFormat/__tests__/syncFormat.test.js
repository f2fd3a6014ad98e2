import { fillLabel, formatCompact, formatCount, formatDate, formatDateTime, formatDuration, formatPercent, formatRelative, formatTime } from 'c/syncFormat';

const at = Date.UTC(2026, 10, 21, 11, 6, 30);

describe('times', () => {
  it('come in the zone and language of the user, from numbers, text and dates', () => {
    expect(formatDateTime(at)).toMatch(/^Nov 21, 2026, 11:06\sAM$/);
    expect(formatDateTime('2026-11-21T11:06:30Z')).toBe(formatDateTime(new Date(at)));
    expect(formatDate(at)).toBe('Nov 21, 2026');
    expect(formatTime(at)).toMatch(/^11:06:30\sAM$/);
  });
  it.each([[null], [undefined], [''], ['no date']])('are "never" for %p', (value) => expect(formatDateTime(value)).toBe('c.Fieldwise_Shell_Never'));
  it.each([
    [-5_000, '5 seconds ago'],
    [-59_999, '59 seconds ago'],
    [-60_000, '1 minute ago'],
    [-3_600_000, '1 hour ago'],
    [-86_400_000, 'yesterday'],
    [7_200_000, 'in 2 hours'],
  ])('%i ms away read as "%s"', (distance, words) => expect(formatRelative(at + distance, at)).toBe(words));
});

describe('amounts', () => {
  it.each([
    [0, '0 ms'],
    [420, '420 ms'],
    [1_340, '1.3 sec'],
    [60_000, '1 min'],
    [250_000, '4 min 10 sec'],
    [183_600_000, '2 days 3 hr'],
    [null, '–'],
  ])('a duration of %p ms reads as "%s"', (duration, words) => expect(formatDuration(duration)).toBe(words));
  it('counts and shares are grouped, short, or a dash', () => {
    expect([formatCount(12_408), formatCount(undefined), formatCompact(12_408), formatPercent(0.424), formatPercent(0.424, 1), formatPercent(NaN)]).toEqual([
      '12,408',
      '–',
      '12.4K',
      '42%',
      '42.4%',
      '–',
    ]);
  });
  it('labels are filled where they have gaps', () => expect(fillLabel('{0} of {1}, {2}', 3, 9)).toBe('3 of 9, {2}'));
});
