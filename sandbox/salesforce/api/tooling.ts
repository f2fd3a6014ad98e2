/** The one question of the Tooling API this org answers: which validation rules some objects have. */

import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import { dataPath } from './call.ts';
import { refuse } from './failure.ts';

const QUERY =
  /^\s*select\s+([\w\s,.]+?)\s+from\s+validationrule\s+where\s+entitydefinition\.qualifiedapiname\s*(?:=|in)\s*\(?\s*((?:'[\w]+'\s*,?\s*)+)\)?\s*(and\s+active\s*=\s*true)?\s*$/i;

/** Answers `/tooling/query?q=SELECT … FROM ValidationRule WHERE EntityDefinition.QualifiedApiName IN (…) [AND Active = true]`. Needs View Setup and Configuration. */
export function answerTooling({ org }: ApiServices, call: ApiCall): ApiAnswer {
  const asked = QUERY.exec(call.query.get('q') ?? '');
  if (call.path[1]?.toLowerCase() !== 'query' || asked === null)
    throw refuse(501, 'NOT_IMPLEMENTED', 'The local org has no other tooling resource than a query of ValidationRule by object.');
  if (!org.hasSystemPermission(call.session.userId, 'ViewSetup')) throw refuse(400, 'INVALID_TYPE', "sObject type 'ValidationRule' is not supported.");
  const [, columns = '', objects = '', onlyActive] = asked;
  const names = new Set([...objects.matchAll(/'(\w+)'/g)].map(([, name]) => name?.toLowerCase()));
  const rules = (org.validationRules?.() ?? []).filter(({ object, active = true }) => names.has(object.toLowerCase()) && (onlyActive === undefined || active));
  const records = rules.map(({ object, name, message, field, active = true, modifiedAt = 0 }, index) => {
    const id = `03d${String(index + 1).padStart(12, '0')}AAA`;
    const known: Readonly<Record<string, unknown>> = {
      id,
      validationname: name,
      active,
      errordisplayfield: field,
      errormessage: message,
      lastmodifieddate: new Date(modifiedAt).toISOString().replace('Z', '+0000'),
      namespaceprefix: null,
      'entitydefinition.qualifiedapiname': { attributes: { type: 'EntityDefinition' }, QualifiedApiName: object },
    };
    const wanted = columns.split(',').map((column) => {
      const path = column.trim();
      if (!(path.toLowerCase() in known)) throw refuse(400, 'INVALID_FIELD', `No such column '${path}' on entity 'ValidationRule'.`);
      return [path.split('.')[0] ?? path, known[path.toLowerCase()]] as const;
    });
    return { attributes: { type: 'ValidationRule', url: `${dataPath(call.version)}/tooling/sobjects/ValidationRule/${id}` }, ...Object.fromEntries(wanted) };
  });
  return { status: 200, body: { size: records.length, totalSize: records.length, done: true, queryLocator: null, entityTypeName: 'ValidationRule', records } };
}
