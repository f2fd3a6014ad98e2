/**
 * The rules as a document both teams can keep: Markdown to read, CSV for a spreadsheet. Pure.
 * Tests: __tests__ beside this file.
 */
import { pairsOf } from 'c/ownershipRules';
import { partsMarkdown } from 'c/ruleParts';
import { fields as fieldLabels, ownership as label } from 'c/ownershipLabels';
import { fillLabel, formatDateTime } from 'c/syncFormat';

const COLUMNS = [
  'salesforceObject',
  'salesforceField',
  'hubspotProperty',
  'owner',
  'direction',
  'policy',
  'windowMinutes',
  'isProtected',
  'blank',
  'nonOwnerEdit',
  'valueMap',
  'reason',
  'isEnabled',
];

const mapText = (text) =>
  pairsOf(text)
    .map(({ salesforce, hubspot }) => `${salesforce} = ${hubspot}`)
    .join('; ');

/** @param {string} name of a rule's value @param {*} value @returns {string} the value as a person reads it */
export function valueText(name, value) {
  if (name === 'valueMap') return mapText(value) || label.none;
  if (typeof value === 'boolean') return value ? label.yes : label.no;
  return value === undefined || value === null || value === '' ? label.none : String(value);
}

const cell = (rule, name) =>
  name === 'isProtected'
    ? valueText(name, rule.isProtected === true)
    : name === 'isEnabled'
      ? valueText(name, rule.isEnabled !== false)
      : valueText(name, rule[name]);
const markdownCell = (text) => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');

/** @param {{version, activatedAt, activatedBy, note}} version @param {object} ruleset all it says @returns {string} Markdown */
export function toMarkdown(version, ruleset) {
  const { mappings } = ruleset;
  const lines = [`# ${label.documentTitle}`, ''];
  if (version.version) lines.push(fillLabel(label.documentVersion, version.version, formatDateTime(version.activatedAt), version.activatedBy ?? ''), '');
  if (version.note) lines.push(`> ${version.note.replace(/\n/g, '\n> ')}`, '');
  for (const mapping of mappings) {
    lines.push(`## ${mapping.salesforceObjects.replace(/;/g, ', ')} ↔ ${mapping.hubspotObject}`, '');
    lines.push(`| ${COLUMNS.map((name) => fieldLabels[name]).join(' | ')} |`, `|${COLUMNS.map(() => '---').join('|')}|`);
    for (const rule of mapping.rules) lines.push(`| ${COLUMNS.map((name) => markdownCell(cell(rule, name))).join(' | ')} |`);
    lines.push('');
  }
  return [...lines, ...partsMarkdown(ruleset)].join('\n');
}

/** Quoted, and never read as a formula by a spreadsheet. */
function csvCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

/** @param {object[]} mappings @returns {string} CSV with CRLF, one line per rule */
export function toCsv(mappings) {
  const head = ['Salesforce', 'HubSpot', ...COLUMNS.map((name) => fieldLabels[name])];
  const lines = mappings.flatMap((mapping) =>
    mapping.rules.map((rule) => [mapping.salesforceObjects.replace(/;/g, ', '), mapping.hubspotObject, ...COLUMNS.map((name) => cell(rule, name))]),
  );
  return [head, ...lines].map((line) => line.map(csvCell).join(',')).join('\r\n');
}
