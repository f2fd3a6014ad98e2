/** A parsed SOQL statement. `at` is the offset in the text, for error messages. */
export type Path = { readonly parts: readonly string[]; readonly at: number };
export type Literal =
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'datetime'; readonly value: number }
  | { readonly kind: 'dateLiteral'; readonly name: string; readonly n: number }
  | { readonly kind: 'bind'; readonly name: string };
export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN' | 'NOT IN' | 'INCLUDES' | 'EXCLUDES';
export type AggregateName = 'COUNT' | 'COUNT_DISTINCT' | 'SUM' | 'AVG' | 'MIN' | 'MAX';
/** A field, or an aggregate of one; COUNT() has no path. */
export type Operand =
  | { readonly kind: 'field'; readonly path: Path }
  | { readonly kind: 'aggregate'; readonly name: AggregateName; readonly path: Path | null; readonly at: number };
export type Condition =
  | { readonly kind: 'and'; readonly terms: readonly Condition[] }
  | { readonly kind: 'or'; readonly terms: readonly Condition[] }
  | { readonly kind: 'not'; readonly term: Condition }
  | { readonly kind: 'compare'; readonly operand: Operand; readonly operator: Operator; readonly values: readonly Literal[] }
  | { readonly kind: 'in'; readonly path: Path; readonly negated: boolean; readonly query: Query };
export type SelectItem =
  | { readonly kind: 'field'; readonly path: Path; readonly alias: string | null }
  | { readonly kind: 'aggregate'; readonly name: AggregateName; readonly path: Path | null; readonly alias: string | null; readonly at: number }
  | { readonly kind: 'fields'; readonly scope: 'ALL' | 'STANDARD' | 'CUSTOM' }
  | { readonly kind: 'child'; readonly query: Query };
export type OrderItem = { readonly operand: Operand; readonly descending: boolean; readonly nullsLast: boolean };
export type Bound = { readonly kind: 'value'; readonly value: number } | { readonly kind: 'bind'; readonly name: string };
export type Query = {
  readonly text: string;
  readonly select: readonly SelectItem[];
  readonly from: string;
  readonly fromAt: number;
  readonly alias: string | null;
  readonly where: Condition | null;
  readonly security: 'USER_MODE' | 'SYSTEM_MODE' | 'SECURITY_ENFORCED' | null;
  readonly groupBy: readonly Path[];
  readonly having: Condition | null;
  readonly orderBy: readonly OrderItem[];
  readonly limit: Bound | null;
  readonly offset: Bound | null;
  readonly allRows: boolean;
  readonly forUpdate: boolean;
};
