import type { FieldValue, Row } from '../../contract.ts';

/** One condition on a row; `changed` compares with the row before the save. Text is compared without case. */
export type RuleCondition = {
  readonly field: string;
  readonly op: 'equals' | 'notEquals' | 'blank' | 'notBlank' | 'changed' | 'contains' | 'startsWith' | 'greaterThan' | 'lessThan';
  readonly value?: FieldValue;
};

/** A customer's validation rule: the save fails when `matches` says so. */
export type ValidationRule = {
  readonly object: string;
  readonly name: string;
  readonly message: string;
  readonly field: string | null;
  /** Inactive rules are listed and refuse nothing. */
  readonly active?: boolean;
  /** When an admin changed it last; absent for those the org was born with. */
  readonly modifiedAt?: number;
  matches(row: Row, before: Row | null): boolean;
};
/** `block` always refuses; `alert` refuses unless the caller allows the save. Rows match when all `fields` are equal and filled. */
export type DuplicateRule = {
  readonly object: string;
  readonly name: string;
  readonly fields: readonly string[];
  readonly matchObjects: readonly string[];
  readonly action: 'block' | 'alert';
  readonly onUpdate: boolean;
};
/** The active lead or case assignment rule: the first entry whose conditions hold gives the owner. */
export type AssignmentRule = { readonly object: string; readonly entries: readonly { readonly when: readonly RuleCondition[]; readonly ownerId: string }[] };
/** A workflow field update: same transaction, update triggers fire once more. */
export type FieldUpdate = { readonly object: string; readonly name: string; readonly when: readonly RuleCondition[]; readonly set: Row };
/** Stand-in for an after-save record-triggered flow: a further, complete save of the record, once per transaction. */
export type Automation = FieldUpdate;

export type SaveRules = {
  validation: ValidationRule[];
  duplicates: DuplicateRule[];
  assignment: AssignmentRule[];
  fieldUpdates: FieldUpdate[];
  automations: Automation[];
  /** "Require validation for converted leads": before-triggers run on the records a conversion makes. */
  validateConversions: boolean;
  /** Ids another transaction holds locked: writing them fails with UNABLE_TO_LOCK_ROW. */
  isLocked: (object: string, id: string) => boolean;
};

/** No customer rules at all. */
export const noRules = (): SaveRules => ({
  validation: [],
  duplicates: [],
  assignment: [],
  fieldUpdates: [],
  automations: [],
  validateConversions: true,
  isLocked: () => false,
});

/** Whether all conditions hold for a row about to be (or just) saved. */
export const holdsAll = (conditions: readonly RuleCondition[], row: Row, before: Row | null): boolean => conditions.every((c) => holds(c, row, before));

function holds(c: RuleCondition, row: Row, before: Row | null): boolean {
  const [value, wanted] = [row[c.field] ?? null, c.value ?? null];
  switch (c.op) {
    case 'equals':
      return same(value, wanted);
    case 'notEquals':
      return !same(value, wanted);
    case 'blank':
      return value === null;
    case 'notBlank':
      return value !== null;
    case 'changed':
      return before === null || (before[c.field] ?? null) !== value;
    case 'contains':
      return text(value).includes(text(wanted));
    case 'startsWith':
      return text(value).startsWith(text(wanted));
    case 'greaterThan':
      return value !== null && Number(value) > Number(wanted);
    case 'lessThan':
      return value !== null && Number(value) < Number(wanted);
  }
}

const text = (value: FieldValue): string => String(value ?? '').toLowerCase();
const same = (a: FieldValue, b: FieldValue): boolean => (a === null || b === null ? a === b : text(a) === text(b));
