/** Transforms of the build: constants of the environment, and the LWC compiler with a disk cache for the base components, which are most of the work and never change. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, TransformPluginContext, TransformResult } from 'rollup';

type Transform = (this: TransformPluginContext, code: string, id: string) => TransformResult | Promise<TransformResult>;

/** Base components branch on server rendering, LWC on the kind of build. */
export function environment(): Plugin {
  return {
    name: 'environment',
    transform: (code) =>
      code.includes('import.meta.env.SSR') || code.includes('process.env.NODE_ENV')
        ? { code: code.replaceAll('import.meta.env.SSR', 'false').replaceAll('process.env.NODE_ENV', '"production"'), map: null }
        : null,
  };
}

/** A plugin's transform as a function; rollup lets it be an object too. */
function transformOf(plugin: Plugin): Transform {
  const { transform } = plugin;
  if (typeof transform !== 'function') throw new Error(`${plugin.name} has no transform function`);
  return transform as Transform; // rollup's own type of the hook, without its object form
}

/** The plugin with results for files under node_modules kept in `cacheDir`; `version` is part of the key. */
export function cached(plugin: Plugin, cacheDir: string, version: string): Plugin {
  const transform = transformOf(plugin);
  mkdirSync(cacheDir, { recursive: true });
  return {
    ...plugin,
    async transform(code, id) {
      if (!id.includes('lightning-base-components')) return transform.call(this, code, id);
      const key = createHash('sha256').update(version).update(id).update(code).digest('hex');
      const file = join(cacheDir, `${key}.json`);
      if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as TransformResult; // written below
      const result = await transform.call(this, code, id);
      if (typeof result === 'object' && result !== null) writeFileSync(file, JSON.stringify({ ...result, map: null }));
      return result;
    },
  };
}
