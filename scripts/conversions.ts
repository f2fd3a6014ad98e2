/**
 * Writes the conversion registry (bridge/src/domain/conversions.ts) into the package: a class for the checks, a module for the Ownership
 * page. `--check` only tells whether they are as they should be. A test does the same, so the three never drift apart.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { conversionOf, HUBSPOT_SHAPES, REASON_WORDS, SALESFORCE_SHAPES, SALESFORCE_TYPES, verdictWord } from '../bridge/src/domain/conversions.ts';

const root = join(fileURLToPath(import.meta.url), '..', '..');
const note = 'Generated from bridge/src/domain/conversions.ts by scripts/conversions.ts; not edited by hand.';

type Row = readonly [source: string, words: string];
const toHubSpot: readonly Row[] = SALESFORCE_SHAPES.map((from) => [from, HUBSPOT_SHAPES.map((to) => verdictWord(conversionOf(from, to, 'hubspot'))).join(' ')]);
const toSalesforce: readonly Row[] = HUBSPOT_SHAPES.map((from) => [
  from,
  SALESFORCE_SHAPES.map((to) => verdictWord(conversionOf(from, to, 'salesforce'))).join(' '),
]);

const quote = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;
const apexMap = (name: string, rows: readonly Row[]): string =>
  `  private static final Map<String, String> ${name} = new Map<String, String>{\n${rows.map(([key, value]) => `    ${quote(key)} => ${quote(value)}`).join(',\n')}\n  };\n`;
const apexList = (name: string, values: readonly string[]): string =>
  `  private static final List<String> ${name} = new List<String>{\n${values.map((value) => `    ${quote(value)}`).join(',\n')}\n  };\n`;

function apexClass(): string {
  return `/** Whether values of one field type survive as another's. ${note} */
// prettier-ignore
@SuppressWarnings('PMD')
public with sharing class SyncConversions {
${apexList('SALESFORCE_SHAPES', SALESFORCE_SHAPES)}${apexList('HUBSPOT_SHAPES', HUBSPOT_SHAPES)}${apexMap('SHAPE_OF_TYPE', Object.entries(SALESFORCE_TYPES))}${apexMap('TO_HUBSPOT', toHubSpot)}${apexMap('TO_SALESFORCE', toSalesforce)}${apexMap('REASON_WORDS', Object.entries(REASON_WORDS))}
  /**
   * @param type a field's type, as describe names it
   * @return its shape
   */
  public static String shapeOf(Schema.DisplayType type) {
    String shape = SHAPE_OF_TYPE.get(String.valueOf(type).toLowerCase());
    return shape == null ? 'other' : shape;
  }

  /**
   * @param salesforceShape a shape, as shapeOf answers it
   * @param hubspotShape a shape, as the bridge tells it
   * @param toHubSpot which way
   * @return \`allowed\`, or \`bounded\`, \`mapped\`, \`reference\`, \`refused\` with what or why behind a colon; null for shapes unknown here
   */
  public static String verdict(String salesforceShape, String hubspotShape, Boolean toHubSpot) {
    String row = toHubSpot ? TO_HUBSPOT.get(salesforceShape) : TO_SALESFORCE.get(hubspotShape);
    Integer place = toHubSpot ? HUBSPOT_SHAPES.indexOf(hubspotShape) : SALESFORCE_SHAPES.indexOf(salesforceShape);
    return row == null || place < 0 ? null : row.split(' ')[place];
  }

  /**
   * @param verdict what \`verdict\` answered
   * @param hasValueMap whether the rule has a value map
   * @param hasReference whether the rule names a reference mapping
   * @return why such a rule carries nothing, as the second half of a sentence; null when it does
   */
  public static String refusal(String verdict, Boolean hasValueMap, Boolean hasReference) {
    if (verdict == null || verdict == 'allowed') {
      return null;
    }
    String kind = verdict.substringBefore(':');
    String reason = verdict.substringAfter(':');
    Boolean isBridged =
      kind == 'bounded' ||
      (kind == 'reference' && hasReference) ||
      (kind == 'mapped' && (hasValueMap || (hasReference && reason == 'reference')));
    return isBridged ? null : REASON_WORDS.get(reason);
  }

  /**
   * @param salesforceShape a shape
   * @return why no value of it ever travels, whatever the property; null when it may
   */
  public static String neverOf(String salesforceShape) {
    String found;
    for (String word : TO_HUBSPOT.get(salesforceShape).split(' ')) {
      String kind = word.substringBefore(':');
      // What the property itself forbids says nothing about the field.
      if (kind != 'refused') {
        return null;
      }
      found = found == null ? word.substringAfter(':') : found;
    }
    return REASON_WORDS.get(found);
  }
}
`;
}

function pageModule(): string {
  const table = (rows: readonly Row[]): string => `{\n${rows.map(([key, value]) => `  ${quote(key)}: ${quote(value)},`).join('\n')}\n}`;
  const list = (values: readonly string[]): string => `[${values.map(quote).join(', ')}]`;
  return `/** Whether values of one field type survive as another's. ${note} */
const SALESFORCE_SHAPES = ${list(SALESFORCE_SHAPES)};
const HUBSPOT_SHAPES = ${list(HUBSPOT_SHAPES)};
const SHAPE_OF_TYPE = ${table(Object.entries(SALESFORCE_TYPES))};
const TO_HUBSPOT = ${table(toHubSpot)};
const TO_SALESFORCE = ${table(toSalesforce)};

/** @param {string} type of a Salesforce field, as describe names it @returns {string} its shape */
export const salesforceShape = (type) => SHAPE_OF_TYPE[(type ?? '').toLowerCase()] ?? 'other';

/** @param {string} left shape in Salesforce @param {string} right shape in HubSpot @param {'salesforce'|'hubspot'} side where values go @returns {{kind: string, about: string[]}|null} null for shapes unknown here */
export function conversionOf(left, right, side) {
  const row = side === 'hubspot' ? TO_HUBSPOT[left] : TO_SALESFORCE[right];
  const place = side === 'hubspot' ? HUBSPOT_SHAPES.indexOf(right) : SALESFORCE_SHAPES.indexOf(left);
  const word = row?.split(' ')[place];
  if (!word) return null;
  const [kind, about = ''] = word.split(':');
  return { kind, about: about === '' ? [] : about.split('+') };
}
`;
}

/** As the formatter would write it, so that formatting changes nothing. */
async function formatted(path: string, text: string): Promise<string> {
  const filepath = join(root, path);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
}

/** Every generated file: its path from the root, and its text. */
export async function generated(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const page = 'force-app/main/setup/lwc/ownershipConversions/ownershipConversions.js';
  return [
    { path: 'force-app/main/rules/classes/SyncConversions.cls', text: apexClass() },
    { path: page, text: await formatted(page, pageModule()) },
  ];
}

/** Paths whose text is not what the registry says. */
export async function drifted(): Promise<readonly string[]> {
  return (await generated()).filter(({ path, text }) => readFileSync(join(root, path), 'utf8') !== text).map(({ path }) => path);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes('--check')) for (const { path, text } of await generated()) writeFileSync(join(root, path), text);
  const wrong = await drifted();
  if (wrong.length > 0) process.exitCode = 1;
  for (const path of wrong) process.stderr.write(`${path} is not what bridge/src/domain/conversions.ts says: node scripts/conversions.ts\n`);
}
