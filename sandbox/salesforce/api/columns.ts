/** `/query?columns=true`: what a query's columns are called, without its rows. The sf command line asks for it. */

type Column = {
  readonly aggregate: boolean;
  readonly apexType: null;
  readonly booleanType: boolean;
  readonly columnName: string;
  readonly custom: boolean;
  readonly displayName: string;
  readonly foreignKeyName: string | null;
  readonly insertable: boolean;
  readonly joinColumns: Column[];
  readonly numberType: boolean;
  readonly textType: boolean;
  readonly updatable: boolean;
};

function column(name: string, aggregate = false, displayName = name): Column {
  return {
    aggregate,
    apexType: null,
    booleanType: false,
    columnName: name,
    custom: name.endsWith('__c'),
    displayName,
    foreignKeyName: null,
    insertable: false,
    joinColumns: [],
    numberType: false,
    textType: !aggregate,
    updatable: false,
  };
}

/** The select list's items and the first object, split at commas outside brackets. */
export function splitSelect(soql: string): { readonly items: readonly string[]; readonly from: string } {
  const text = soql.trim().replace(/^select\s+/i, '');
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (depth === 0 && character === ',') {
      items.push(text.slice(start, index).trim());
      start = index + 1;
    } else if (depth === 0 && /^\sfrom\s/i.test(text.slice(index, index + 6))) {
      items.push(text.slice(start, index).trim());
      return { items, from: /^\s*(\w+)/.exec(text.slice(index + 6))?.[1] ?? '' };
    }
  }
  return { items, from: '' };
}

/** Adds `Account.Owner.Name` to the tree of columns, sharing the parents that are there already. */
function addPath(columns: Column[], [first = '', ...rest]: readonly string[]): void {
  const known = columns.find((item) => item.columnName === first && item.joinColumns.length > 0);
  const target = rest.length > 0 ? (known ?? column(first)) : column(first);
  if (target !== known) columns.push(target);
  if (rest.length > 0) addPath(target.joinColumns, rest);
}

function columnsOf(soql: string): { readonly columns: readonly Column[]; readonly from: string } {
  const { items, from } = splitSelect(soql);
  const columns: Column[] = [];
  let unnamed = 0;
  for (const item of items) {
    if (item.startsWith('(')) {
      const child = columnsOf(item.slice(1, -1));
      columns.push({ ...column(child.from, true), joinColumns: [...child.columns] });
    } else if (item.includes('(')) {
      const [, call = item, alias] = /^(\w+\s*\([^)]*\))\s*(\w+)?$/.exec(item) ?? [];
      columns.push(column(alias ?? `expr${unnamed++}`, true, call));
    } else {
      addPath(columns, item.split('.'));
    }
  }
  return { columns, from };
}

/** Body of the answer for a query that has already been found valid. */
export function columnMetadata(soql: string, keyPrefix: string | null): Record<string, unknown> {
  const { columns, from } = columnsOf(soql);
  const idSelected = columns.some((item) => item.columnName.toLowerCase() === 'id');
  return { columnMetadata: columns, entityName: from, groupBy: /\sgroup\s+by\s/i.test(soql), idSelected, keyPrefix };
}
