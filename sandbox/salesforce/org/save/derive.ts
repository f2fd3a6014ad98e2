import type { FieldValue, ObjectSchema, Row } from '../../contract.ts';
import { isPerson } from '../schema/person-accounts.ts';
import type { Database } from '../store/database.ts';

/**
 * Fills what the platform computes from other fields: full names, stage-dependent fields, closed flags. `next` is changed in
 * place; fields the caller set by hand (`isSet`) win where the platform lets them.
 */
export function deriveFields(database: Database, object: ObjectSchema, next: Row, before: Row | null, isSet: (field: string) => boolean): void {
  if (object.name === 'Lead' || object.name === 'Contact' || object.name === 'User' || object.name === 'Individual') next['Name'] = fullName(next);
  if (object.name === 'Account' && object.fields.has('ispersonaccount')) derivePerson(next, before);
  if (object.name === 'Opportunity') deriveOpportunity(database, next, before, isSet);
  if (object.name === 'Task') next['IsHighPriority'] = next['Priority'] === 'High';
  if (object.name === 'Contact') next['IsEmailBounced'] = next['EmailBouncedDate'] !== null;
  if (object.name === 'Lead' && before !== null && before['Email'] !== next['Email'])
    Object.assign(next, { EmailBouncedDate: isSet('EmailBouncedDate') ? next['EmailBouncedDate'] : null });
  if (object.name === 'Task' || object.name === 'Event') next['AccountId'] = activityAccount(database, next);
}

/** An account with a last name is a person's, for good, and its name is the person's. */
function derivePerson(next: Row, before: Row | null): void {
  next['IsPersonAccount'] = before === null ? isPerson(next) : (before['IsPersonAccount'] ?? false);
  if (next['IsPersonAccount'] === true) next['Name'] = fullName(next);
}

const fullName = (row: Row): FieldValue => {
  const parts = [row['FirstName'], row['LastName']].filter((p) => typeof p === 'string');
  return parts.length === 0 ? null : parts.join(' ');
};

function deriveOpportunity(database: Database, next: Row, before: Row | null, isSet: (field: string) => boolean): void {
  const stages = database.table('OpportunityStage');
  const stage = [...stages.rows.values()].find((s) => String(s['ApiName']).toLowerCase() === String(next['StageName']).toLowerCase());
  if (stage !== undefined && (before === null || before['StageName'] !== next['StageName'])) {
    if (!isSet('Probability')) next['Probability'] = stage['DefaultProbability'] ?? null;
    if (!isSet('ForecastCategoryName')) next['ForecastCategoryName'] = stage['ForecastCategoryName'] ?? null;
  }
  if (stage !== undefined) Object.assign(next, { IsClosed: stage['IsClosed'] ?? false, IsWon: stage['IsWon'] ?? false });
  next['ForecastCategory'] = FORECAST[String(next['ForecastCategoryName'])] ?? 'Pipeline';
  next['ForecastCategoryName'] ??= 'Pipeline';
  const { Amount: amount, Probability: probability, CloseDate: close } = next;
  next['ExpectedRevenue'] =
    typeof amount === 'string' && typeof probability === 'string' ? String(Math.round(Number(amount) * Number(probability)) / 100) : null;
  if (typeof close !== 'string') return;
  const [year, quarter] = [close.slice(0, 4), String(Math.ceil(Number(close.slice(5, 7)) / 3))];
  Object.assign(next, { FiscalYear: year, FiscalQuarter: quarter, Fiscal: `${year} ${quarter}` });
}

const FORECAST: Readonly<Record<string, string>> = {
  Omitted: 'Omitted',
  Pipeline: 'Pipeline',
  'Best Case': 'BestCase',
  'Most Likely': 'MostLikely',
  Commit: 'Forecast',
  Closed: 'Closed',
};

/** An activity belongs to the account of its What (account, opportunity, case) or else of its contact. */
function activityAccount(database: Database, row: Row): FieldValue {
  const [what, who] = [row['WhatId'], row['WhoId']];
  if (typeof what === 'string' && what.startsWith('001')) return what;
  const parent =
    typeof what === 'string' && what.startsWith('006')
      ? database.table('Opportunity').get(what)
      : typeof what === 'string' && what.startsWith('500')
        ? database.table('Case').get(what)
        : undefined;
  if (typeof parent?.['AccountId'] === 'string') return parent['AccountId'];
  return typeof who === 'string' && who.startsWith('003') ? (database.table('Contact').get(who)?.['AccountId'] ?? null) : null;
}
