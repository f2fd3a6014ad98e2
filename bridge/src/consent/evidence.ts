/** What is on record for a yes in Salesforce: three fields of the package beside the checkbox, filled by a person. */
import type { ConsentEvidence } from '../domain/index.ts';
import type { ConsentRecord } from '../engine/ports.ts';

/** Without the namespace: the wiring adds it. */
export const EVIDENCE_FIELDS = { basis: 'Consent_Basis__c', explanation: 'Consent_Explanation__c', at: 'Consent_Given_At__c' } as const;

/** Null unless basis, explanation and time are all there and the last save of the record was a person's. */
export function evidenceIn(record: ConsentRecord, input: { readonly fields: readonly string[]; readonly actor: string }): ConsentEvidence | null {
  const valueOf = (plain: string): unknown => record.values[input.fields.find((name) => name === plain || name.endsWith(`__${plain}`)) ?? plain];
  const [basis, explanation, given] = [valueOf(EVIDENCE_FIELDS.basis), valueOf(EVIDENCE_FIELDS.explanation), valueOf(EVIDENCE_FIELDS.at)];
  const at = typeof given === 'string' ? Date.parse(given) : Number.NaN;
  if (typeof basis !== 'string' || typeof explanation !== 'string' || !Number.isFinite(at)) return null;
  if (record.modifiedBy === null || record.modifiedBy === input.actor) return null;
  return { side: 'salesforce', basis, explanation, at, by: record.modifiedBy };
}
