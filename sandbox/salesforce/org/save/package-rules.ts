import { MetadataError } from '../metadata/source.ts';
import type { PackageMetadata } from '../metadata/load.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { compileFormula } from './formula.ts';
import type { ValidationRule } from './rules.ts';

/** The package's own active validation rules, compiled. Throws a MetadataError for a formula beyond the supported subset. */
export function packageRules(metadata: PackageMetadata, registry: SchemaRegistry): ValidationRule[] {
  return metadata.validationRules
    .filter((r) => r.active)
    .map((r) => {
      const object = registry.find(r.object);
      if (object === undefined) throw new MetadataError(r.path, `there is no object ${r.object}`);
      try {
        return { object: r.object, name: r.name, message: r.message, field: r.field, matches: compileFormula(object, r.formula) };
      } catch (error) {
        throw new MetadataError(r.path, error instanceof Error ? error.message : String(error));
      }
    });
}
