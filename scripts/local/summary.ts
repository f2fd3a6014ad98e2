/** What a person can check after the first sync: every record of both sides accounted for. */
import { bridgeApi } from './bridge-api.ts';
import type { IssueGroup, Review } from './bridge-api.ts';
import { hubspotAs, salesforceAs } from './crm.ts';
import type { RunFile } from './crm.ts';
import { sharedCounts } from './sharing.ts';
import type { CaseTruth } from '../../sandbox/case/index.ts';

type Tally = {
  readonly side: string;
  readonly object: string;
  readonly total: number;
  readonly linked: number;
  readonly unlinked: Readonly<Record<string, number>>;
};

/** Reasons for not being linked, and for decisions, as a person says them. */
const plain: Readonly<Record<string, string>> = {
  'out-of-scope': 'out of scope',
  duplicate: 'double of a linked record',
  issue: 'stopped by an issue',
  review: 'to be settled by a person',
  deleted: 'deleted on the other side',
  'first-link-fill': 'blank on one side and filled from the other',
  'first-link-owner': 'different when linked, owner kept',
  latest: 'newer value kept',
  'owner-in-window': "edited on both sides at once, owner's kept",
  owner: "edited on both sides, owner's kept",
  enforced: "edited against the rule, owner's restored",
  tolerated: 'left different by rule',
  protected: 'protected from overwriting',
  equal: 'edited alike on both sides',
  converted: 'lifecycle stage set because the lead was converted',
  're-engaged': 'closed lead reopened because the person came back',
  'owner-fallback': 'owner without a counterpart, fallback set',
  'stage-owner': 'lifecycle stage set by the system that does not own it, put back',
  'stage-move': 'lifecycle stage moved where it may not go, put back',
  'stage-customer': 'lifecycle stage of a customer kept',
};
const say = (code: string): string => plain[code] ?? code;

/** Duplicate reviews name all records that share an address; each such group counts once, however many of its records were met. */
function clustersIn(reviews: readonly Review[]): number {
  const groupOf = new Map<string, number>();
  let groups = 0;
  for (const review of reviews) {
    if (review.kind !== 'cluster') continue;
    const ids = review.refs.map((ref) => `${ref.side}:${ref.id}`);
    const known = ids.flatMap((id) => groupOf.get(id) ?? [])[0];
    const group = known ?? (groups += 1);
    for (const id of ids) groupOf.set(id, group);
  }
  return groups;
}

/** Counts each object's records on its platform, then asks the bridge about every single one. */
async function tallies(run: RunFile): Promise<readonly Tally[]> {
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');
  const api = bridgeApi(run);
  const salesforceIds = async (soql: string): Promise<string[]> => (await admin.query(soql)).map((record) => String(record['Id']));
  const hubspotIds = async (object: string): Promise<string[]> => (await marketer.list(object, ['hs_object_id'])).map((record) => record.id);
  const objects: readonly (readonly [string, string, Promise<string[]>])[] = [
    ['hubspot', 'contacts', hubspotIds('contacts')],
    ['salesforce', 'Lead', salesforceIds('SELECT Id FROM Lead WHERE IsConverted = false')],
    ['salesforce', 'Contact', salesforceIds('SELECT Id FROM Contact')],
    ['hubspot', 'companies', hubspotIds('companies')],
    ['salesforce', 'Account', salesforceIds('SELECT Id FROM Account')],
    ['hubspot', 'deals', hubspotIds('deals')],
    ['salesforce', 'Opportunity', salesforceIds('SELECT Id FROM Opportunity')],
  ];
  return Promise.all(
    objects.map(async ([side, object, ids]) => {
      const known = await api.recordStates(side, object, await ids);
      const unlinked: Record<string, number> = {};
      for (const state of known) if (state.state !== 'linked') unlinked[state.reason ?? 'unexplained'] = (unlinked[state.reason ?? 'unexplained'] ?? 0) + 1;
      return { side, object, total: known.length, linked: known.filter((state) => state.state === 'linked').length, unlinked };
    }),
  );
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      `  ${row.map((cell, column) => (column === 0 || column === row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
    )
    .join('\n');
}

const count = (number: number, one: string, many = `${one}s`): string => `${number} ${number === 1 ? one : many}`;

function issueLines(groups: readonly IssueGroup[]): string[] {
  return groups.flatMap((group) => [`  ${count(group.count, 'record')}: ${group.cause}`, `    → ${group.remedy}`]);
}

/** The summary as text, and how many records nobody can account for (which must be none). */
export async function summarise(run: RunFile, truth: CaseTruth | null): Promise<{ readonly text: string; readonly unexplained: number }> {
  const api = bridgeApi(run);
  const [{ counts }, groups, reviews, sides] = await Promise.all([api.status(), api.issueGroups(), api.reviews(), tallies(run)]);
  const shared = await sharedCounts(run, counts.linksByMapping);
  const totalOf = (side: string): number => sides.filter((tally) => tally.side === side).reduce((sum, tally) => sum + tally.total, 0);
  const created =
    truth === null
      ? ''
      : ` Created: ${totalOf('salesforce') - truth.salesforceRecords} in Salesforce, ${totalOf('hubspot') - truth.hubspotRecords} in HubSpot.`;
  const rows = sides.map((tally) => {
    const rest = Object.entries(tally.unlinked).map(([reason, number]) => `${number} ${say(reason)}`);
    return [
      `${tally.side === 'hubspot' ? 'HubSpot' : 'Salesforce'} ${tally.object}`,
      String(tally.total),
      String(tally.linked),
      rest.length === 0 ? '–' : rest.join(', '),
    ];
  });
  const unexplained = sides.reduce((sum, tally) => sum + (tally.unlinked['unexplained'] ?? 0), 0);
  const decided = Object.entries(counts.decisionsByReason).sort((left, right) => right[1] - left[1]);
  const clusters = clustersIn(reviews);
  const matches = reviews.filter((review) => review.kind !== 'cluster').length;
  const lines = [
    'Both systems agree. Every record of both sides:',
    '',
    table([['', 'records', 'linked', 'not linked, and why'], ...rows]),
    '',
    `  Linked: ${Object.entries(counts.linksByMapping)
      .map(([mapping, number]) => `${number} ${mapping}`)
      .join(', ')}.${created}`,
    unexplained === 0
      ? '  Every difference between the two sides is explained above.'
      : `  ${count(unexplained, 'record')} could not be explained: run "fieldwise status".`,
    ...(shared === null ? [] : ['', 'Shared besides:', `  ${shared.join(' · ')}.`]),
    '',
    `Values settled by rule: ${counts.decisions}`,
    ...decided.map(([reason, number]) => `  ${String(number).padStart(5)}  ${say(reason)}`),
    `Duplicates found: ${count(clusters, 'group')} of records that share an e-mail address${matches > 0 ? `, and ${count(matches, 'uncertain match', 'uncertain matches')}` : ''}; left for a person to settle. \`fieldwise duplicates\` says which to keep, and why.`,
    counts.openIssues === 0 ? 'Issues: none.' : `Issues (${counts.openIssues}):`,
    ...issueLines(groups),
  ];
  return { text: lines.join('\n'), unexplained };
}
