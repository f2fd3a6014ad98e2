/** One choice of an enumeration. `value` is what travels; comparison is exact. */
export interface PropertyOption {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
}

export type PropertyType = 'bool' | 'enumeration' | 'date' | 'datetime' | 'string' | 'number' | 'object_coordinates' | 'json';

/** A property definition as the Properties API shows it. */
export interface PropertyDefinition {
  readonly name: string;
  readonly label: string;
  readonly type: PropertyType;
  readonly fieldType: string;
  readonly description: string;
  readonly groupName: string;
  readonly options: readonly PropertyOption[];
  readonly displayOrder: number;
  readonly calculated: boolean;
  readonly externalOptions: boolean;
  readonly hasUniqueValue: boolean;
  readonly hidden: boolean;
  readonly hubspotDefined: boolean;
  readonly formField: boolean;
  readonly archived: boolean;
  readonly referencedObjectType?: string;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly archivedAt?: string;
  readonly modificationMetadata: {
    readonly archivable: boolean;
    readonly readOnlyDefinition: boolean;
    readonly readOnlyOptions?: boolean;
    readonly readOnlyValue: boolean;
  };
}

/** Options as [value, label] pairs, or bare values whose label is the value. */
export type OptionList = readonly (string | readonly [string, string])[];

interface Extra {
  readonly readOnly?: boolean;
  readonly calculated?: boolean;
  readonly hidden?: boolean;
  readonly unique?: boolean;
  readonly external?: boolean;
  readonly references?: string;
}

export function optionsOf(list: OptionList): PropertyOption[] {
  return list.map((entry, displayOrder) => {
    const [value, label] = typeof entry === 'string' ? [entry, entry] : entry;
    return { label, value, displayOrder, hidden: false };
  });
}

type Spec = readonly [name: string, label: string, type: PropertyType, fieldType: string, options?: OptionList, extra?: Extra];

/** Builds the shipped definitions of one object from short rows. */
export function define(groupName: string, rows: readonly Spec[]): PropertyDefinition[] {
  return rows.map(([name, label, type, fieldType, options = [], extra = {}]) => ({
    name,
    label,
    type,
    fieldType,
    description: '',
    groupName,
    options: optionsOf(options),
    displayOrder: -1,
    calculated: extra.calculated ?? false,
    externalOptions: extra.external ?? false,
    hasUniqueValue: extra.unique ?? false,
    hidden: extra.hidden ?? false,
    hubspotDefined: true,
    formField: extra.readOnly !== true && type !== 'datetime',
    archived: false,
    ...(extra.references === undefined ? {} : { referencedObjectType: extra.references }),
    modificationMetadata: {
      archivable: false,
      readOnlyDefinition: true,
      readOnlyOptions: extra.external ?? false,
      readOnlyValue: extra.readOnly ?? extra.calculated ?? false,
    },
  }));
}
