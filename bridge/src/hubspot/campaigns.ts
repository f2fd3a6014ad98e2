/** HubSpot's side of campaigns: who is in a segment, who a HubSpot campaign reached, who filled in a form; and membership of manual segments. */
import { z } from 'zod';
import type { Clock, GatewayResult, HubSpotCampaigns } from '../engine/ports.ts';
import type { Calls } from './calls.ts';
import type { CallResult } from './faults.ts';
import { requestByPath } from './raw.ts';
import { membersPageMax, readSegments, segmentMembers, segmentSizes, segmentsOf } from './segments.ts';

type Context = { readonly calls: Calls; readonly clock: Clock; readonly settleMs: number };

const campaignPrefix = 'campaign:';
/** Inputs of one page of a campaign's contacts, and of a form's submissions (API reference of both). */
const contactsPage = 100;
const submissionsPage = 50;
const lockedMs = 2_000;
const pagingSchema = z.looseObject({ next: z.looseObject({ after: z.coerce.string() }).nullish() }).nullish();
const contactsSchema = z.looseObject({ results: z.array(z.looseObject({ id: z.coerce.string() })), paging: pagingSchema });
const submissionsSchema = z.looseObject({
  results: z.array(
    z.looseObject({
      conversionId: z.coerce.string().nullish(),
      submittedAt: z.coerce.number(),
      values: z.array(z.looseObject({ name: z.string(), value: z.coerce.string().nullish() })).nullish(),
    }),
  ),
  paging: pagingSchema,
});

function plainly<T>(result: CallResult<T>): GatewayResult<T> {
  if (result.ok) return result;
  const { kind, code, message, retryAt } = result.failure;
  return { ok: false, failure: { kind, code, message, retryAt } };
}

/** Contacts a HubSpot campaign reached, all pages. */
async function influenced({ calls }: Context, campaign: string): Promise<CallResult<ReadonlySet<string>>> {
  const found = new Set<string>();
  for (let after = ''; ;) {
    const path = `/marketing/v3/campaigns/${encodeURIComponent(campaign)}/reports/contacts/influencedContacts?limit=${String(contactsPage)}${after === '' ? '' : `&after=${after}`}`;
    const answer = await calls.read('campaign-contacts', (client) => requestByPath(client, contactsSchema, { method: 'GET', path }));
    if (!answer.ok) return answer;
    for (const { id } of answer.value.results) found.add(id);
    const next = answer.value.paging?.next?.after;
    if (next === undefined) return { ok: true, value: found };
    after = encodeURIComponent(next);
  }
}

/** The portal's end of the campaigns lane. */
export function createHubSpotCampaigns(context: Context): HubSpotCampaigns {
  const { calls, clock, settleMs } = context;
  const sizes = new Map<string, number>();
  return {
    source: {
      pageSize: membersPageMax,
      all: async () => plainly(await readSegments(calls)),
      sizes: async (ids) => {
        const segments = ids.filter((id) => !id.startsWith(campaignPrefix));
        const answer = segments.length === 0 ? { ok: true as const, value: new Map<string, number>() } : await segmentSizes(calls, segments);
        if (!answer.ok) return plainly(answer);
        // Nobody tells a campaign's size: as large as it was, it is read now and then.
        const campaigns = ids.filter((id) => id.startsWith(campaignPrefix)).map((id) => [id, sizes.get(id) ?? 0] as const);
        return { ok: true, value: new Map([...answer.value, ...campaigns]) };
      },
      members: async (id) => {
        const answer = id.startsWith(campaignPrefix) ? await influenced(context, id.slice(campaignPrefix.length)) : await segmentMembers(calls, id);
        if (answer.ok) sizes.set(id, answer.value.size);
        return plainly(answer);
      },
    },
    segmentsOf: async (contacts) => plainly(await segmentsOf(calls, 'contacts', contacts)),
    async change(segment, { add, remove }, sendBy) {
      const body = { recordIdsToAdd: [...add], recordIdsToRemove: [...remove] };
      const answer = await calls.write('segment-change', (client) => client.crm.lists.membershipsApi.addAndRemove(segment, body), sendBy);
      if (answer.ok) return { kind: 'ok' };
      const { failure } = answer;
      if (!failure.notLanded) return { kind: 'unknown', settleAt: clock.now() + settleMs };
      return failure.kind === 'permanent'
        ? { kind: 'refused', fault: failure.fault }
        : { kind: 'later', code: failure.code, retryAt: failure.retryAt ?? clock.now() + lockedMs };
    },
    async formName(form) {
      const path = `/marketing/v3/forms/${encodeURIComponent(form)}`;
      const answer = await calls.read('form', (client) => requestByPath(client, z.looseObject({ name: z.string() }), { method: 'GET', path }));
      return answer.ok ? { ok: true, value: answer.value.name } : plainly(answer);
    },
    async submissions(form, page) {
      const path = `/form-integrations/v1/submissions/forms/${encodeURIComponent(form)}?limit=${String(submissionsPage)}${page === null ? '' : `&after=${encodeURIComponent(page)}`}`;
      const answer = await calls.read('form-submissions', (client) => requestByPath(client, submissionsSchema, { method: 'GET', path }));
      if (!answer.ok) return plainly(answer);
      const items = answer.value.results.map(({ conversionId, submittedAt, values }, at) => {
        const email =
          (values ?? [])
            .find(({ name }) => name === 'email')
            ?.value?.trim()
            .toLowerCase() ?? null;
        return { id: conversionId ?? `${String(submittedAt)}-${String(at)}`, at: submittedAt, email: email === '' ? null : email };
      });
      return { ok: true, value: { items, next: answer.value.paging?.next?.after ?? null } };
    },
  };
}
