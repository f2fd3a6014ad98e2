/** The metadata check: well-formed, as the Metadata API describes it, and whole among itself. */
import { checkApexFields } from './apex-fields.ts';
import { checkAgainstTypes, loadMetadataTypes } from './metadata-types.ts';
import { parseMetadata, type MetadataFile } from './metadata-xml.ts';
import { checkReferences } from './references.ts';
import { loadSchema } from './schema.ts';
import type { Problem, Project } from './types.ts';

/** Checks every `-meta.xml` of the project, and what they say of each other. */
export function checkMetadata(project: Project): readonly Problem[] {
  const types = loadMetadataTypes(project.root);
  const parsed = project.files.filter((file) => file.path.endsWith('-meta.xml')).map(parseMetadata);
  const files = parsed.filter((file): file is MetadataFile => 'root' in file);
  return [
    ...parsed.filter((file): file is Problem => 'message' in file),
    ...files.flatMap((file) => checkAgainstTypes(file, types)),
    ...checkReferences(project, files, loadSchema(project)),
  ];
}

/** Checks every field name in Apex and SOQL that can be resolved. */
export function checkFieldNames(project: Project): readonly Problem[] {
  return checkApexFields(project, loadSchema(project));
}
