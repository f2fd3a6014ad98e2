/** Formatting: Prettier with its Apex plugin, as .prettierrc.json says. */
import { join } from 'node:path';
import * as prettier from 'prettier';
import type { Problem, Project } from './types.ts';

/** One problem per Apex file that Prettier would change or cannot read. */
export async function checkFormat(project: Project): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const file of project.files) {
    if (!/\.(cls|trigger)$/.test(file.path)) continue;
    const filepath = join(project.root, file.path);
    try {
      const options = (await prettier.resolveConfig(filepath)) ?? {};
      if (!(await prettier.check(file.text, { ...options, filepath })))
        problems.push({ path: file.path, line: null, message: `is not formatted: npx prettier --write ${file.path}` });
    } catch (error) {
      problems.push({ path: file.path, line: null, message: `cannot be parsed: ${String(error).split('\n')[0]}` });
    }
  }
  return problems;
}
