/** The rollup plugin that finds modules as the platform does: `c/…` in the package, `lightning/…` in the base components, `@salesforce/…` from the project and the user. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rollup';
import { iconModule } from './icons.ts';
import type { Project } from './project.ts';
import { scopedModule } from './scoped.ts';

const modules = join(dirname(fileURLToPath(import.meta.url)), '../../../node_modules');
/** A package's folder. Not by require.resolve: some of them export no package.json, and `lwc`'s main is a CommonJS build for servers. */
export const packageFolder = (name: string): string => join(modules, name);
export const baseComponents = packageFolder('lightning-base-components');

/** `lwc.modules` of a package.json: here, the values of the platform the base components bring stand-ins for. */
type LwcModules = { readonly lwc: { readonly modules: readonly { readonly name?: string; readonly path?: string }[] } };

function offeredByBaseComponents(): ReadonlyMap<string, string> {
  const { lwc } = JSON.parse(readFileSync(join(baseComponents, 'package.json'), 'utf8')) as LwcModules; // the format all LWC packages share
  return new Map(lwc.modules.flatMap(({ name, path }) => (name === undefined || path === undefined ? [] : [[name, join(baseComponents, path)]])));
}

/** The engine and its companions: their builds for browsers. */
const engineFile = (source: string): string | null =>
  source === 'lwc' ? engineFile('@lwc/engine-dom') : source.startsWith('@lwc/') ? join(packageFolder(source), 'dist/index.js') : null;

export type ResolveOptions = {
  readonly project: Project;
  /** Folder of the browser-side host. */
  readonly host: string;
  readonly icons: ReadonlySet<string>;
  readonly warn: (message: string) => void;
};

/** Resolves and loads everything that is not a plain relative import. A module nobody knows ends the build with the importer's name. */
export function resolveModules({ project, host, icons, warn }: ResolveOptions): Plugin {
  const standIns = offeredByBaseComponents();
  const virtual = (name: string): string => `\0local:${name}`;
  const componentFile = (name: string): string => {
    const folder = project.components.get(name);
    if (folder !== undefined) return join(folder, `${name}.js`);
    warn(`the component c/${name} does not exist`);
    return join(host, 'c/missingComponent/missingComponent.js');
  };
  const lightningFile = (name: string): string | null => {
    const folder = join(baseComponents, 'src/lightning', name);
    const candidates = [join(host, 'lightning', `${name}.js`), join(folder, `${name}.js`), join(folder, `${name}.css`)];
    return candidates.find((file) => existsSync(file)) ?? null;
  };
  return {
    name: 'salesforce-modules',
    resolveId(source, importer) {
      if (source === 'components' || /^lightning\/iconSvgTemplates\w+$/.test(source)) return virtual(source);
      if (source.startsWith('c/')) return componentFile(source.slice(2));
      if (source.startsWith('lightning/')) {
        const file = lightningFile(source.slice('lightning/'.length));
        if (file !== null) return file;
        throw new Error(`${source}, imported by ${importer ?? 'the host'}, is not among the base components the local host can show`);
      }
      if (source === 'force/navigation') return join(host, 'lightning/navigation.js');
      const known = standIns.get(source);
      if (source.startsWith('@salesforce/'))
        return scopedModule(source, { host, labels: project.labels, warn: () => undefined }) === null ? (known ?? null) : virtual(source);
      return known ?? engineFile(source);
    },
    load(id) {
      if (!id.startsWith('\0local:')) return null;
      const name = id.slice('\0local:'.length);
      if (name === 'components') {
        const entries = project.exposed.map((component) => `  ${JSON.stringify(component)}: () => import('c/${component}'),`);
        return `export default {\n${entries.join('\n')}\n};\n`;
      }
      if (name.startsWith('lightning/')) return iconModule(baseComponents, name.slice('lightning/'.length), icons);
      return scopedModule(name, { host, labels: project.labels, warn });
    },
  };
}
