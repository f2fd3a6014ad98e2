/** What the page asks of the bridge beside the workspace: the fields of both sides, and readings that take a while. */
import readFields from '@salesforce/apex/SyncOwnershipController.fields';
import startPreview from '@salesforce/apex/SyncOwnershipController.startPreview';
import startFieldRefresh from '@salesforce/apex/SyncOwnershipController.startFieldRefresh';
import readJob from '@salesforce/apex/SyncOwnershipController.job';
import { reduceErrors } from 'c/syncErrors';
import { pollJob } from 'c/syncPoll';
import { indexCatalog } from 'c/ownershipChecks';
import { objectsOf } from 'c/ownershipRules';

const samplePairs = 10;
const ends = (mapping) => ({ salesforceObjects: objectsOf(mapping), hubspotObject: mapping.hubspotObject });

/** @param {object} mapping @returns {Promise<{catalog: object|undefined, trouble: string|undefined}>} fields of both sides; what could not be told is said in `trouble` */
export async function askCatalog(mapping) {
  try {
    const answer = await readFields(ends(mapping));
    return { catalog: indexCatalog(answer), trouble: answer.trouble };
  } catch (error) {
    return { catalog: undefined, trouble: reduceErrors(error).join(' ') };
  }
}

/** Follows jobs of the bridge to their end, until the page is left. */
export class Readings {
  #polls = [];

  stop() {
    for (const poll of this.#polls) poll.stop();
  }
  /** @returns {Promise<object>} values of linked records, by rule key */
  async samples() {
    const { fields } = await this.result(() => startPreview({ pairs: samplePairs }));
    return Object.fromEntries(fields.map(({ rule, samples }) => [rule, samples]));
  }
  /** The bridge reads the fields of both sides anew. */
  refresh(mapping) {
    return this.result(() => startFieldRefresh(ends(mapping)));
  }
  async result(start) {
    const { id } = await start();
    const poll = pollJob(() => readJob({ id }));
    this.#polls.push(poll);
    return (await poll).result;
  }
}
