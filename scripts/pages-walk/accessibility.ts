/** axe on a page, without what axe-allowed.json explains. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const allowedSchema = z.array(
  z.strictObject({ rule: z.string(), target: z.string().describe('Regular expression over the path of the element'), why: z.string().min(20) }),
);
const allowed = allowedSchema
  .parse(JSON.parse(readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'axe-allowed.json'), 'utf8')))
  .map(({ rule, target }) => ({ rule, target: new RegExp(target) }));

type Violation = { readonly rule: string; readonly impact: string; readonly help: string; readonly target: string; readonly html: string };

/** Runs in the page: text, for this project's types know no browser. */
const examine = `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
  violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, html }) => ({ rule: id, impact, help, target: target.flat(3).join(' >> '), html: html.slice(0, 160) }))))`;

/** What axe finds on the page now, as sentences; faults inside base components that the list explains are left out. */
export async function checkAccessibility(page: Page): Promise<readonly string[]> {
  // Through the debugger, for the page's own policy lets no script in.
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(source);
  const found = await page.evaluate<readonly Violation[]>(examine);
  const ours = found.filter(({ rule, target }) => !allowed.some((entry) => entry.rule === rule && entry.target.test(target)));
  return ours.map(({ rule, impact, help, target, html }) => `axe ${rule} (${impact}): ${help}. ${target} ${html}`);
}
