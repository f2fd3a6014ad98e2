import { expect, test } from '@jest/globals';
import { matchCompanies, matchCompaniesWithin } from '../../bridge/src/identity/company/index.ts';
import type { IdentityRecord } from '../../bridge/src/identity/index.ts';
import { measure } from './evaluate/measures.ts';
import { generate } from './generate/index.ts';
import type { GeneratedRow } from './generate/index.ts';

const recorded = (rows: Iterable<GeneratedRow>): IdentityRecord[] => [...rows].map(({ id, values }) => ({ id, ...values }));

test('the shipped model of companies keeps its promise on a world it never saw', () => {
  const made = generate({ seed: 11, kind: 'company', left: 1500, right: 1200 });
  const pairs = matchCompanies(recorded(made.left()), recorded(made.right()));
  const { best, link, calibrationError } = measure({ pairs, truth: [...made.truth()], rights: 1200 });
  expect(best.f1).toBeGreaterThan(0.95);
  expect(link.precision).toBeGreaterThan(0.98);
  expect(calibrationError).toBeLessThan(0.03);
});

test('duplicates inside one file are found with few false links', () => {
  const made = generate({ seed: 12, kind: 'company', left: 1500, right: 10, family: 'duplicate' });
  const rows = [...made.left()];
  const entities = new Map(rows.map(({ id, entity }) => [id, entity]));
  const linked = matchCompaniesWithin(recorded(rows)).filter(({ band }) => band === 'link');
  const wrong = linked.filter(({ leftId, rightId }) => entities.get(leftId) !== entities.get(rightId));
  expect(linked.length).toBeGreaterThan(300);
  expect(wrong.length / linked.length).toBeLessThan(0.02);
});
