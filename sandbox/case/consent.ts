/** Who of a case does not want mail, and who said so where. The two systems disagree, as they do in life. Pure: by a person's number alone. */
import type { CasePerson } from './generate.ts';

/** Marketing Information, as the local portal numbers it. */
const newsletter = '410002';

/** Opted out in Salesforce alone: a rep ticked the box. */
export function optedOutInSalesforce({ number }: Pick<CasePerson, 'number'>): boolean {
  return number % 37 === 9;
}

/** What the person did with HubSpot's links: `all`, one subscription type, or nothing. */
export function unsubscribedInHubSpot({ number }: Pick<CasePerson, 'number'>): string | null {
  if (number % 23 === 4) return 'all';
  return number % 31 === 7 ? newsletter : null;
}
