/** The portal's owners, archived ones included: their records still name them. `id` is what `hubspot_owner_id` takes, never `userId`. */
import type { Ownership } from '../domain/index.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';

const pageMax = 500;
const pagesMax = 50;

export async function readOwners(calls: Calls): Promise<CallResult<readonly Ownership[]>> {
  const owners: Ownership[] = [];
  for (const archived of [false, true]) {
    let after: string | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const from = after;
      const answer = await calls.read('owners', (client) => client.crm.owners.ownersApi.getPage(undefined, from, pageMax, archived));
      if (!answer.ok) return answer;
      for (const owner of answer.value.results)
        owners.push({ id: owner.id, kind: String(owner.type) === 'QUEUE' ? 'queue' : 'person', email: owner.email ?? null, isActive: !owner.archived });
      after = answer.value.paging?.next?.after;
      if (after === undefined) break;
    }
  }
  return { ok: true, value: owners };
}
