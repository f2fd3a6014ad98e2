/** A progress bar on a terminal; plain lines every tenth elsewhere, so that logs stay readable. */
export type Progress = { readonly update: (done: number, total: number, what: string) => void; readonly end: () => void };

export function progressBar(title: string, out: NodeJS.WriteStream = process.stdout): Progress {
  const width = 30;
  let printedTenth = -1;
  let open = false;
  const update = (done: number, total: number, what: string): void => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    if (out.isTTY) {
      const filled = Math.round(share * width);
      out.write(`\r${title} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total} ${what}\u001b[K`);
      open = true;
      return;
    }
    const tenth = Math.floor(share * 10);
    if (tenth > printedTenth) {
      printedTenth = tenth;
      out.write(`${title} ${Math.round(share * 100)} % (${done}/${total}) ${what}\n`);
    }
  };
  const end = (): void => {
    if (open) out.write('\n');
    open = false;
  };
  return { update, end };
}
