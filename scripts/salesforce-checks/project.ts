/** Reads the package project from disk. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Project, SourceFile } from './types.ts';

type ProjectFile = { readonly packageDirectories: readonly { readonly path: string }[]; readonly sourceApiVersion: string };

/**
 * Answers the project of a repository: every file of its package directories as text. LWC and static resources are left
 * to their own tools.
 */
export function loadProject(root: string): Project {
  // The shape is Salesforce's own; a file without it cannot be checked at all, and reading it fails right here.
  const project = JSON.parse(readFileSync(join(root, 'sfdx-project.json'), 'utf8')) as ProjectFile;
  const directories = project.packageDirectories.map((directory) => directory.path);
  return { root, directories, apiVersion: project.sourceApiVersion, files: directories.flatMap((directory) => readFiles(root, directory)) };
}

function readFiles(root: string, directory: string): SourceFile[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => !/[\\/](lwc|jest-mocks|staticresources)[\\/]/.test(path) && statSync(join(root, path)).isFile())
    .sort()
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }));
}
