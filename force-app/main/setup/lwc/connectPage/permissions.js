/** What the integration user lacks for the rules, told from what the bridge sees of each object. Pure. */
import { fillLabel } from 'c/syncFormat';
import { connect as label } from 'c/ownershipLabels';
import { objectsOf, writesTo } from 'c/ownershipRules';

const ICONS = { ok: ['utility:success', 'success'], missing: ['utility:error', 'error'], unknown: ['utility:info', undefined] };

/**
 * @param {object[]} mappings with rules @param {Object<string, {fields: object[]}>} seen by object
 * @returns {{object: string, hidden: string[], locked: string[], fields: number}[]} fields the user cannot see, or not edit though rules write them
 */
export function fieldAccess(mappings, seen) {
  const wanted = new Map();
  for (const mapping of mappings) {
    for (const rule of mapping.rules) {
      if (rule.isEnabled === false || rule.direction === 'Off' || !rule.salesforceField) continue;
      for (const object of rule.salesforceObject ? [rule.salesforceObject] : objectsOf(mapping)) {
        const fields = wanted.get(object) ?? new Map();
        fields.set(rule.salesforceField, fields.get(rule.salesforceField) === true || writesTo(rule, 'salesforce'));
        wanted.set(object, fields);
      }
    }
  }
  return [...wanted]
    .filter(([object]) => seen?.[object])
    .map(([object, fields]) => {
      const known = new Map(seen[object].fields.map((field) => [field.name.toLowerCase(), field]));
      const names = [...fields];
      return {
        object,
        fields: names.length,
        hidden: names.filter(([name]) => !known.has(name.toLowerCase())).map(([name]) => name),
        locked: names.filter(([name, isWritten]) => isWritten && known.get(name.toLowerCase())?.isWritable === false).map(([name]) => name),
      };
    });
}

/** @param {object|null} user as the server answered @param {boolean} isSignedIn whether the bridge is @returns {object[]} one row per permission */
export function permissionChecks(user, isSignedIn) {
  const person = user?.user;
  const access = fieldAccess(user?.mappings ?? [], user?.seen);
  const rows = [
    {
      key: 'active',
      name: label.checkActive,
      why: label.whyActive,
      state: person ? (person.isActive ? 'ok' : 'missing') : 'unknown',
      steps: label.stepsActive,
    },
    {
      key: 'set',
      name: label.checkSet,
      why: label.whySet,
      state: person ? (person.hasPermissionSet ? 'ok' : 'missing') : 'unknown',
      steps: label.stepsSet,
      canAssign: person && !person.hasPermissionSet,
    },
    ...access.map(({ object, fields, hidden, locked }) => ({
      key: object,
      name: fillLabel(label.checkFields, object),
      why: fillLabel(label.whyFields, fields),
      state: hidden.length + locked.length === 0 ? 'ok' : 'missing',
      details: [
        hidden.length > 0 ? fillLabel(label.hidden, hidden.join(', ')) : '',
        locked.length > 0 ? fillLabel(label.locked, locked.join(', ')) : '',
      ].filter(Boolean),
      steps: fillLabel(label.stepsFields, object),
    })),
    { key: 'api', name: label.checkApi, why: label.whyApi, state: isSignedIn ? 'ok' : 'unknown', steps: label.stepsApi },
    { key: 'all', name: label.checkAll, why: label.whyAll, state: 'unknown', steps: label.stepsAll },
    { key: 'convert', name: label.checkConvert, why: label.whyConvert, state: 'unknown', steps: label.stepsConvert },
  ];
  return rows.map((row) => ({
    details: [],
    ...row,
    icon: ICONS[row.state][0],
    variant: ICONS[row.state][1],
    stateText: label[`state_${row.state}`],
    showsSteps: row.state !== 'ok',
  }));
}
