/**
 * What a version of the rules says besides its field rules: policies of mappings, lifecycle stages, consent rules. Differences between
 * versions and words for them. Pure. Tests: __tests__ beside this file.
 */
import { parts as label, settings } from 'c/peopleLabels';
import { parseScope, scopeWords } from 'c/scopeWords';

const MAPPING_SETTINGS = [
  'createInSalesforce',
  'createInHubSpot',
  'salesforceScope',
  'hubspotScope',
  'isEnabled',
  'runAssignmentRules',
  'atKnownAccount',
  'conversionStage',
  'dealConvertsLead',
  'convertedStatus',
  'closedStatuses',
  'reengageAction',
  'reopenStatus',
  'reengageOwner',
  'whenDeletedInSalesforce',
  'whenDeletedInHubSpot',
  'whenErased',
  'linkThreshold',
  'reviewThreshold',
  'ownerFallback',
  'usePersonAccounts',
];
const STAGE_SETTINGS = ['label', 'owner', 'salesforceValue', 'movesTo', 'kind', 'order'];
const CONSENT_SETTINGS = ['salesforceObjects', 'salesforceField', 'meaning', 'subscription', 'direction', 'carriesOptIn', 'isEnabled'];

const absent = (value) => value === undefined || value === null || value === '' || value === false;
export const isSame = (left, right) => (absent(left) && absent(right)) || String(left) === String(right);

/** @param {string} name @param {*} value @returns {string} as a person reads it */
export function settingText(name, value) {
  if (name === 'movesTo') return absent(value) ? label.anyLater : value === '-' ? label.nowhere : String(value).replace(/;/g, ', ');
  if (name.endsWith('Scope') && !absent(value)) return scopeWords(parseScope(value), []);
  if (typeof value === 'boolean') return value ? label.yes : label.no;
  return absent(value) ? label.none : String(value);
}

/** @param {string} name @returns {string} what a setting is called */
export const settingName = (name) => settings[name] ?? name;

const settingsOf = (item, names) => names.filter((name) => !absent(item[name])).map((name) => ({ name, before: null, after: item[name] }));

/** `tellsAdded`: what is new is told setting by setting. */
function comparePart({ part, before = [], after = [], names, title, tellsAdded = false }) {
  const old = new Map(before.map((item) => [item.key, item]));
  const fresh = new Map(after.map((item) => [item.key, item]));
  const found = [];
  for (const [key, item] of fresh) {
    const was = old.get(key);
    const entry = { key: `${part}:${key}`, part, title: title(item) };
    if (!was) found.push({ ...entry, kind: 'added', fields: tellsAdded ? settingsOf(item, names) : [] });
    else {
      const fields = names.filter((name) => !isSame(was[name], item[name])).map((name) => ({ name, before: was[name], after: item[name] }));
      if (fields.length > 0) found.push({ ...entry, kind: 'changed', fields });
    }
  }
  for (const [key, item] of old) if (!fresh.has(key)) found.push({ key: `${part}:${key}`, part, title: title(item), kind: 'removed', fields: [] });
  return found;
}

/** @param {object} mapping @returns {string} `Lead, Contact ↔ contacts` */
export const mappingTitle = ({ salesforceObjects, hubspotObject }) => `${(salesforceObjects ?? '').replace(/;/g, ', ')} ↔ ${hubspotObject}`;
const stageTitle = ({ key, label: name }) => name ?? key;
const consentTitle = ({ key, salesforceField }) => salesforceField ?? key;

/**
 * @param {object} [before] a version @param {object} [after] another
 * @returns {{key: string, part: 'mapping'|'stage'|'consent', kind: 'added'|'removed'|'changed', title: string, fields: {name, before, after}[]}[]}
 */
export function compareParts(before, after) {
  return [
    ...comparePart({ part: 'mapping', before: before?.mappings, after: after?.mappings, names: MAPPING_SETTINGS, title: mappingTitle }),
    ...comparePart({ part: 'stage', before: before?.stages, after: after?.stages, names: STAGE_SETTINGS, title: stageTitle }),
    ...comparePart({ part: 'consent', before: before?.consents, after: after?.consents, names: CONSENT_SETTINGS, title: consentTitle, tellsAdded: true }),
  ];
}

/** @param {'mapping'|'stage'|'consent'} part @returns {string} what such a part is called */
export const partName = (part) => label[part];

const cell = (text) => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');
function table(title, names, items) {
  if (!items || items.length === 0) return [];
  const rows = items.map((item) => `| ${['key', ...names].map((name) => cell(settingText(name, item[name]))).join(' | ')} |`);
  const head = ['key', ...names].map(settingName);
  return [`## ${title}`, '', `| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows, ''];
}

/** @param {object} ruleset @returns {string[]} lines of Markdown: policies, stages, consent */
export function partsMarkdown({ mappings = [], stages = [], consents = [] }) {
  const policies = mappings.flatMap((mapping) => [
    `### ${mappingTitle(mapping)}`,
    '',
    ...MAPPING_SETTINGS.filter((name) => !absent(mapping[name])).map((name) => `- ${settingName(name)}: ${cell(settingText(name, mapping[name]))}`),
    '',
  ]);
  return [
    `## ${label.policiesTitle}`,
    '',
    ...policies,
    ...table(label.stagesTitle, STAGE_SETTINGS, stages),
    ...table(label.consentsTitle, CONSENT_SETTINGS, consents),
  ];
}
