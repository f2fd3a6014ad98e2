/** The icons a build carries. The base components bring 2,700 templates; a page uses a few dozen, so only names found in the sources are taken. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const pattern = /\b(utility|standard|action|custom|doctype):([a-z0-9_]+)\b/g;

/** Every icon named in the text, as `utility_add`. */
export function iconsIn(text: string): readonly string[] {
  return [...text.matchAll(pattern)].map(([, category = '', name = '']) => `${category}_${name}`);
}

/** Icons named in files of a folder tree with one of the endings. */
export function iconsUnder(folder: string, endings: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)) && !/__(docs|examples|tests|component)__|iconSvgTemplates|iconColors/.test(name))
    .flatMap((name) => iconsIn(readFileSync(join(folder, name), 'utf8')));
}

/**
 * A module of one category's templates, as `lightning/iconSvgTemplates<Category>` exports them. An icon that is asked for and not there is
 * warned of in the console, where the browser walk finds it.
 */
export function iconModule(baseComponents: string, moduleName: string, wanted: ReadonlySet<string>): string {
  const category = moduleName.replace(/^iconSvgTemplates|Rtl$/g, '').toLowerCase();
  const folder = join(baseComponents, 'src/lightning', moduleName, 'buildTemplates', category);
  const names = [...wanted].filter((icon) => icon.startsWith(`${category}_`) && existsSync(join(folder, `${icon.slice(category.length + 1)}.html`))).sort();
  const imports = names.map((icon) => `import ${icon} from ${JSON.stringify(join(folder, `${icon.slice(category.length + 1)}.html`))};`);
  return `${imports.join('\n')}
const icons = { ${names.join(', ')} };
export default new Proxy(icons, {
  get: (all, name) => {
    if (typeof name === 'string' && name.startsWith('${category}_') && !(name in all)) console.warn('icon not bundled: ' + name);
    return all[name];
  },
});
`;
}
