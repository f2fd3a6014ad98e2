/** What a rule does to the request or notice it hits. */
export type FaultAction =
  | { readonly do: 'fail'; readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | { readonly do: 'lose-response' }
  | { readonly do: 'delay'; readonly ms: number; readonly when?: 'before' | 'after' }
  | { readonly do: 'throttle'; readonly perSecond?: number }
  | { readonly do: 'drop' }
  | { readonly do: 'duplicate'; readonly copies?: number }
  | { readonly do: 'reorder'; readonly withinMs?: number };

/** Every given field must agree. `path` is a prefix, `pathPattern` a regular expression over the path with its query. */
export interface FaultMatch {
  readonly method?: string;
  readonly path?: string;
  readonly pathPattern?: string;
  readonly topic?: string;
  readonly kind?: string;
  readonly probability?: number;
  readonly remaining?: number;
}

export interface FaultRule {
  readonly id: string;
  readonly match: FaultMatch;
  readonly action: FaultAction;
}

/** A rule the control plane refused: where it stands in the list, and why. */
export class FaultRuleError extends Error {}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function refuse(where: string, why: string): never {
  throw new FaultRuleError(`${where}: ${why}`);
}

function optionalText(source: Readonly<Record<string, unknown>>, key: string, where: string): string | undefined {
  const value = source[key];
  if (value === undefined || typeof value === 'string') return value;
  return refuse(where, `"${key}" must be text`);
}

function optionalNumber(source: Readonly<Record<string, unknown>>, key: string, where: string): number | undefined {
  const value = source[key];
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value) && value >= 0)) return value;
  return refuse(where, `"${key}" must be a number, zero or more`);
}

function parseMatch(value: unknown, where: string): FaultMatch {
  if (value === undefined) return {};
  if (!isRecord(value)) return refuse(where, '"match" must be an object');
  const known = ['method', 'path', 'pathPattern', 'topic', 'kind', 'probability', 'remaining'];
  const unknownKey = Object.keys(value).find((key) => !known.includes(key));
  if (unknownKey !== undefined) return refuse(where, `"match" has no field "${unknownKey}"`);
  const pathPattern = optionalText(value, 'pathPattern', where);
  if (pathPattern !== undefined) new RegExp(pathPattern);
  const parts = {
    method: optionalText(value, 'method', where)?.toUpperCase(),
    path: optionalText(value, 'path', where),
    pathPattern,
    topic: optionalText(value, 'topic', where),
    kind: optionalText(value, 'kind', where),
    probability: optionalNumber(value, 'probability', where),
    remaining: optionalNumber(value, 'remaining', where),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined));
}

function parseFail(value: Readonly<Record<string, unknown>>, where: string): FaultAction {
  const status = optionalNumber(value, 'status', where) ?? refuse(where, '"fail" needs a "status"');
  const headers = value['headers'];
  if (headers !== undefined && !isRecord(headers)) return refuse(where, '"headers" must be an object');
  const named = headers === undefined ? undefined : Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text)]));
  return {
    do: 'fail',
    status,
    ...(value['body'] === undefined ? {} : { body: value['body'] }),
    ...(named === undefined ? {} : { headers: named }),
  };
}

function parseAction(value: unknown, where: string): FaultAction {
  if (!isRecord(value)) return refuse(where, '"action" must be an object with "do"');
  const optional = <K extends string>(key: K): { [P in K]?: number } => {
    const found = optionalNumber(value, key, where);
    return found === undefined ? {} : ({ [key]: found } as { [P in K]?: number }); // a computed key widens to string
  };
  switch (value['do']) {
    case 'fail':
      return parseFail(value, where);
    case 'lose-response':
      return { do: 'lose-response' };
    case 'delay': {
      const when = value['when'];
      if (when !== undefined && when !== 'before' && when !== 'after') return refuse(where, '"when" must be before or after');
      const ms = optionalNumber(value, 'ms', where) ?? refuse(where, '"delay" needs "ms"');
      return { do: 'delay', ms, ...(when === undefined ? {} : { when }) };
    }
    case 'throttle':
      return { do: 'throttle', ...optional('perSecond') };
    case 'drop':
      return { do: 'drop' };
    case 'duplicate':
      return { do: 'duplicate', ...optional('copies') };
    case 'reorder':
      return { do: 'reorder', ...optional('withinMs') };
    default:
      return refuse(where, '"do" must be fail, lose-response, delay, throttle, drop, duplicate or reorder');
  }
}

/** Reads one rule as it came over the wire; `index` names a rule that has no id. Throws FaultRuleError. */
export function parseFaultRule(value: unknown, index: number): FaultRule {
  const where = `rule ${index}`;
  if (!isRecord(value)) return refuse(where, 'must be an object');
  const id = optionalText(value, 'id', where) ?? `rule-${index}`;
  return { id, match: parseMatch(value['match'], id), action: parseAction(value['action'], id) };
}

/** Reads a whole plan: an array of rules, or `{rules: [...]}`. Throws FaultRuleError on the first bad rule. */
export function parseFaultRules(value: unknown): FaultRule[] {
  const list = isRecord(value) ? value['rules'] : value;
  if (!Array.isArray(list)) return refuse('faults', 'expected an array of rules, or {"rules": [...]}');
  const rules = list.map(parseFaultRule);
  const ids = new Set(rules.map((rule) => rule.id));
  return ids.size === rules.length ? rules : refuse('faults', 'rule ids must be unique');
}
