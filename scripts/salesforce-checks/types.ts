/** What the checks of the package speak: a project as texts, and problems found in it. */

export type SourceFile = {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
};

export type Project = {
  readonly root: string;
  /** Package directories of sfdx-project.json, relative to the root. */
  readonly directories: readonly string[];
  /** Such as `68.0`. */
  readonly apiVersion: string;
  readonly files: readonly SourceFile[];
};

export type Problem = { readonly path: string; readonly line: number | null; readonly message: string };

/** One check: a name to print and what it finds. Throws when it cannot run at all. */
export type Check = { readonly name: string; readonly run: (project: Project) => Promise<readonly Problem[]> | readonly Problem[] };
