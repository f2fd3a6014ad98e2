/** A platform's refusal of a whole record in the words of the issue table. */
import { codeOfFault } from '../../domain/index.ts';
import type { IssueDraft } from '../../domain/index.ts';
import type { Side } from '../../domain/model.ts';
import type { WriteFault } from '../ports.ts';

/** The issue of a refusal; an unknown code is named in it. */
export function faultDraft(fault: WriteFault, side: Side): IssueDraft {
  const code = codeOfFault(fault.code);
  return { rule: null, code, side, field: null, ...(code === 'unexpected' ? { option: fault.code } : {}) };
}
