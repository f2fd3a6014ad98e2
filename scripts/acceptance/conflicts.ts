/** The six situations two people can make on one field, each ending as the rules say, each with its decision in the log. */
import { bridgeApi } from '../local/bridge-api.ts';
import type { Decision } from '../local/bridge-api.ts';
import { hubspotAs, salesforceAs, until } from '../local/crm.ts';
import type { RunFile } from '../local/crm.ts';
import type { Checks } from './checks.ts';
import { must } from './checks.ts';
import { settled } from './latency.ts';
import type { Pair } from './pairs.ts';
import { setClock, writes } from './sandbox.ts';

const tenMinutesMs = 600_000;

export type Stopper = { readonly freeze: () => void; readonly thaw: () => void };

/** Lets both people edit while the bridge stands still, so that neither edit is carried before the other is made. */
async function bothEdit(run: RunFile, bridge: Stopper, edit: () => Promise<void>): Promise<void> {
  await settled(run);
  bridge.freeze();
  try {
    await edit();
  } finally {
    bridge.thaw();
  }
  await settled(run);
}

export async function conflictChecks(run: RunFile, checks: Checks, pairs: readonly Pair[], bridge: Stopper): Promise<void> {
  const rep = salesforceAs(run, 'rep1');
  const admin = salesforceAs(run, 'admin');
  const marketer = hubspotAs(run, 'marketer');
  const api = bridgeApi(run);
  const pair = (index: number): Pair => {
    const found = pairs[index];
    if (found === undefined) throw new Error('too few pairs');
    return found;
  };
  const sides = async (one: Pair, field: string, property: string): Promise<readonly [unknown, unknown]> => [
    (await admin.get('Lead', one.leadId, [field]))[field],
    (await marketer.get('contacts', one.contactId, [property])).properties[property],
  ];
  const newDecisions = async (before: readonly Decision[], field: string): Promise<readonly Decision[]> => {
    const known = new Set(before.map((decision) => JSON.stringify(decision)));
    return (await api.decisions()).filter((decision) => decision.field === field && !known.has(JSON.stringify(decision)));
  };
  const agree = async (one: Pair, field: string, property: string, value: string): Promise<void> => {
    let seen: readonly [unknown, unknown] = [null, null];
    await until(`both sides show ${value} in ${field} (last seen: see below)`, 15_000, 50, async () => {
      seen = await sides(one, field, property);
      return seen[0] === value && seen[1] === value;
    }).catch((error: unknown) => {
      throw new Error(`${String(error)} Salesforce ${String(seen[0])}, HubSpot ${String(seen[1])}`);
    });
  };

  await checks.run('one side edits: its value travels, nothing to decide', async () => {
    const one = pair(0);
    const before = await api.decisions();
    await rep.update('Lead', one.leadId, { Title: 'Only here' });
    await agree(one, 'Title', 'jobtitle', 'Only here');
    must((await newDecisions(before, 'person.title')).length === 0, 'a decision was logged though only one side changed');
    return '';
  });

  await checks.run('both edit to the same value: agreed without a write', async () => {
    const one = pair(1);
    await settled(run);
    const before = await api.decisions();
    const writesBefore = await writes(run);
    await bothEdit(run, bridge, async () => {
      await rep.update('Lead', one.leadId, { Title: 'Same thing' });
      await marketer.update('contacts', one.contactId, { jobtitle: 'Same thing' });
    });
    await agree(one, 'Title', 'jobtitle', 'Same thing');
    const writesAfter = await writes(run);
    must(
      writesAfter.salesforce - writesBefore.salesforce === 1 && writesAfter.hubspot - writesBefore.hubspot === 1,
      `only the two people should have written: ${JSON.stringify([writesBefore, writesAfter])}`,
    );
    must(
      (await newDecisions(before, 'person.title')).some((decision) => decision.reason === 'equal'),
      'no decision "equal" was logged',
    );
    return 'decision: equal';
  });

  await checks.run('both edit, more than five minutes apart: the newer wins', async () => {
    const one = pair(2);
    const before = await api.decisions();
    await setClock(run, 'salesforce', -tenMinutesMs);
    try {
      await bothEdit(run, bridge, async () => {
        await rep.update('Lead', one.leadId, { Title: 'Ten minutes old' });
        await marketer.update('contacts', one.contactId, { jobtitle: 'Brand new' });
        await setClock(run, 'salesforce', 0);
      });
    } finally {
      await setClock(run, 'salesforce', 0);
    }
    await agree(one, 'Title', 'jobtitle', 'Brand new');
    const decision = (await newDecisions(before, 'person.title'))[0];
    must(decision?.reason === 'latest' && decision.winner === 'hubspot', `decision was ${JSON.stringify(decision)}`);
    return 'decision: latest, HubSpot';
  });

  await checks.run('both edit within five minutes: the owner wins', async () => {
    const one = pair(3);
    const before = await api.decisions();
    await bothEdit(run, bridge, async () => {
      await rep.update('Lead', one.leadId, { Title: 'From the owner' });
      await marketer.update('contacts', one.contactId, { jobtitle: 'A moment later' });
    });
    await agree(one, 'Title', 'jobtitle', 'From the owner');
    const decision = (await newDecisions(before, 'person.title'))[0];
    must(decision?.reason === 'owner-in-window' && decision.winner === 'salesforce', `decision was ${JSON.stringify(decision)}`);
    return 'decision: owner within the window, Salesforce';
  });

  await checks.run('a protected field, once filled, is not overwritten', async () => {
    const one = pair(4);
    await marketer.update('contacts', one.contactId, { utm_source: 'first-touch' });
    await until(
      'first touch in Salesforce',
      10_000,
      50,
      async () => (await admin.get('Lead', one.leadId, ['UTM_Source__c']))['UTM_Source__c'] === 'first-touch',
    );
    await settled(run);
    const before = await api.decisions();
    await marketer.update('contacts', one.contactId, { utm_source: 'second-touch' });
    let decision: Decision | undefined;
    await until('the decision "protected"', 10_000, 100, async () => {
      decision = (await newDecisions(before, 'person.utm_source'))[0];
      return decision !== undefined;
    });
    await settled(run);
    must((await admin.get('Lead', one.leadId, ['UTM_Source__c']))['UTM_Source__c'] === 'first-touch', 'the first touch was overwritten');
    must(decision?.reason === 'protected', `decision was ${JSON.stringify(decision)}`);
    return 'decision: protected';
  });

  await checks.run('under the review policy nothing is written until a person decides', async () => {
    const one = pair(5);
    const [rule] = await admin.query(
      "SELECT Id, Object_Mapping__r.Ruleset__c FROM Field_Rule__c WHERE Rule_Key__c = 'person.title' AND Object_Mapping__r.Ruleset__r.Status__c = 'Active'",
    );
    must(rule !== undefined, 'the rule for title was not found');
    const ruleId = String(rule?.['Id']);
    const [ruleset] = await admin.query("SELECT Id FROM Sync_Ruleset__c WHERE Status__c = 'Active'");
    const setPolicy = async (policy: string): Promise<void> => {
      await admin.update('Field_Rule__c', ruleId, { Conflict_Policy__c: policy });
      await admin.update('Sync_Ruleset__c', String(ruleset?.['Id']), { Note__c: `title: ${policy}` });
      await until(`the bridge works by the policy ${policy}`, 10_000, 100, async () => (await api.rulePolicy('person.title')) === policy.toLowerCase());
    };
    await setPolicy('Review');
    try {
      await bothEdit(run, bridge, async () => {
        await rep.update('Lead', one.leadId, { Title: 'Says Salesforce' });
        await marketer.update('contacts', one.contactId, { jobtitle: 'Says HubSpot' });
      });
      const reviews = await api.reviews();
      must(
        reviews.some((review) => review.kind === 'conflict' && review.refs.some((ref) => ref.id === one.leadId)),
        `no review names the lead: ${JSON.stringify(reviews.slice(-3))}`,
      );
      const [inSalesforce, inHubSpot] = await sides(one, 'Title', 'jobtitle');
      must(inSalesforce === 'Says Salesforce' && inHubSpot === 'Says HubSpot', `something was written: ${String(inSalesforce)}, ${String(inHubSpot)}`);
    } finally {
      await setPolicy('Latest');
    }
    return 'a review waits; both values stand';
  });
}
