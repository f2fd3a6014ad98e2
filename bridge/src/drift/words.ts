/** The words of findings, and what differs between two shapes of a field. */
import { describeIssue } from '../domain/index.ts';
import type { Side } from '../domain/model.ts';
import type { FieldSnapshot, Finding, FindingKind } from './model.ts';
import type { ObjectUses, Use } from './uses.ts';

type Facts = {
  readonly kind: FindingKind;
  readonly field: string | null;
  readonly label: string | null;
  readonly uses: readonly Use[];
  readonly before: string | null;
  readonly after: string;
  readonly values?: readonly string[];
  readonly isNotice?: boolean;
  /** Tells findings of one kind and field apart. */
  readonly name?: string;
  /** What fills `{option}` where it is not the values. */
  readonly option?: string;
};
type Place = { readonly side: Side; readonly object: string; readonly uses?: Pick<ObjectUses, 'mappings'> };
const namedMax = 8;

/** Example: "Open, Working and 3 more". */
export function listed(values: readonly string[]): string {
  const shown = values.slice(0, namedMax);
  const more = values.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${String(more)} more`;
}

/** The field as people and administrators know it: `Level (Contact.Level__c)`. */
export function fieldWords({ object }: Pick<Place, 'object'>, field: string | null, label: string | null): string {
  if (field === null) return object;
  return label === null || label === field ? `${object}.${field}` : `${label} (${object}.${field})`;
}

export function findingOf(place: Place, facts: Facts): Finding {
  const { kind, field, label, uses, before, after, values = [], isNotice = false, name } = facts;
  const rules = [...new Map(uses.map(({ key, mapping }) => [`${mapping}|${key}`, { key, mapping }])).values()];
  const option = facts.option ?? listed(values);
  const entry = describeIssue(`schema-${kind}`, { side: place.side, field: fieldWords(place, field, label), option });
  const concerned = rules.length === 0 ? '' : ` ${rules.length === 1 ? 'Rule' : 'Rules'}: ${listed(rules.map(({ key }) => key))}.`;
  return {
    id: [kind, field ?? '', ...(name === undefined ? [] : [name])].join(':'),
    ...{ kind, field, label, before, after, values: [...values], rules, isNotice, cause: `${entry.cause}${concerned}`, remedy: entry.remedy },
  };
}

type Shaped = Pick<FieldSnapshot, 'kind' | 'lengthMax' | 'scale'> & { readonly shape?: string | null | undefined };

/** Example: "text, 80 characters". */
export function shapeWords({ kind, lengthMax, scale }: Pick<FieldSnapshot, 'kind' | 'lengthMax' | 'scale'>): string {
  const text = lengthMax !== null && lengthMax < 65_536 && kind !== 'picklist' ? `, ${String(lengthMax)} characters` : '';
  return `${kind}${text}${scale === null || scale === 0 ? '' : `, ${String(scale)} decimal places`}`;
}

/** What of a field's shape changed so that values may not fit any more; null when they do as before. */
export function typeChange(before: FieldSnapshot, now: Shaped, isWritten: boolean): { readonly before: string; readonly after: string } | null {
  const isOther = before.kind !== now.kind || before.shape !== (now.shape ?? null);
  const isShorter = isWritten && now.lengthMax !== null && (before.lengthMax === null || now.lengthMax < before.lengthMax);
  const isCoarser = isWritten && now.scale !== null && before.scale !== null && now.scale < before.scale;
  if (!isOther && !isShorter && !isCoarser) return null;
  return { before: typeWords(before), after: typeWords(now) };
}

/** The platform's own type, where the words of kinds would hide the difference. */
const typeWords = (field: Shaped): string => {
  const shape = field.shape ?? null;
  return `${shapeWords(field)}${shape === null || shape === field.kind ? '' : ` (${shape})`}`;
};
