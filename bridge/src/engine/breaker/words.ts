/** The breaker's words for people. */
import type { Side } from '../../domain/model.ts';
import type { WriteKind } from '../ports.ts';
import type { Figures } from './breaker.ts';

const CRM: Readonly<Record<Side, string>> = { salesforce: 'Salesforce', hubspot: 'HubSpot' };
const KINDS: Readonly<Record<WriteKind, string>> = { create: 'New records', update: 'Changes', delete: 'Deletions' };
type At = { readonly side: Side; readonly kind: WriteKind };

const count = (many: number): string => many.toLocaleString('en-US');

/** Example: "Changes in HubSpot are paused: 20,000 within 10 minutes, at most 340 in any 10 minutes of late. 30,112 records wait." */
export function pausedWords({ side, kind }: At, { count: many, usual, windowMs }: Figures, waiting: number): string {
  const minutes = String(Math.max(1, Math.round(windowMs / 60_000)));
  const before = usual === 0 ? 'nothing like it was seen of late' : `at most ${count(usual)} in any ${minutes} minutes of late`;
  return `${KINDS[kind]} in ${CRM[side]} are paused: ${count(many)} within ${minutes} minutes, ${before}. ${count(waiting)} ${waiting === 1 ? 'record waits' : 'records wait'} for a person to say whether this is meant.`;
}

export function waitWords({ side, kind }: At): string {
  return `${KINDS[kind]} in ${CRM[side]} are paused because there were far more than usual; somebody has to say whether that is meant.`;
}
