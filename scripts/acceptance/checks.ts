/** A list of named checks run one after another; each prints what it saw. The last line is "N passed, N failed". */
export type Checks = {
  /** Runs one check. It fails by throwing; the text it returns is what was seen. */
  run(name: string, work: () => Promise<string>): Promise<void>;
  finish(): number;
};

export function createChecks(): Checks {
  let passed = 0;
  let failed = 0;
  return {
    run: async (name, work) => {
      const startedAt = performance.now();
      const took = (): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
      try {
        const seen = await work();
        passed += 1;
        console.log(`ok      ${name} (${took()})${seen === '' ? '' : `: ${seen}`}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${name} (${took()}): ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    },
    finish: () => {
      console.log(`${passed} passed, ${failed} failed`);
      return failed;
    },
  };
}

export function must(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

/** The value at a share (0 to 1) of the sorted list. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
