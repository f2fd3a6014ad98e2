/** Both platforms as a person or an outside program uses them: plain HTTP, one token each. For the acceptance run, the benches and the summary. */

export type RunFile = {
  readonly ready: true;
  readonly salesforce: {
    readonly instanceUrl: string;
    readonly apiVersion: string;
    readonly orgId: string;
    readonly pubsub: { readonly endpoint: string; readonly caFile: string };
    readonly personas: Readonly<
      Record<'admin' | 'rep1' | 'rep2' | 'integration', { readonly userId: string; readonly username: string; readonly accessToken: string }>
    >;
  };
  readonly hubspot: {
    readonly baseUrl: string;
    readonly portalId: number | string;
    readonly apps: Readonly<Record<'bridge' | 'marketer', { readonly accessToken: string }>>;
  };
  readonly bridge: { readonly url: string; readonly metricsUrl: string; readonly apiToken: string; readonly pid: number };
  readonly pages: { readonly url: string | null };
};

type Answer = { readonly status: number; readonly body: unknown };

export async function call(
  url: string,
  options: { readonly method?: string; readonly token?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: options.method ?? 'GET',
    headers: { 'content-type': 'application/json', ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }), ...options.headers },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const text = await response.text();
  let body: unknown = null;
  if (text !== '') body = response.headers.get('content-type')?.includes('json') === true ? (JSON.parse(text) as unknown) : text;
  return { status: response.status, body };
}

function expectStatus(answer: Answer, wanted: readonly number[], what: string): unknown {
  if (!wanted.includes(answer.status)) throw new Error(`${what} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
  return answer.body;
}

export type SalesforceRecord = Readonly<Record<string, string | number | boolean | null>>;
export type Salesforce = {
  query(soql: string): Promise<readonly SalesforceRecord[]>;
  count(soql: string): Promise<number>;
  create(object: string, values: Readonly<Record<string, unknown>>): Promise<string>;
  update(object: string, id: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  /** At most 200 records of one object. */
  updateMany(object: string, rows: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[]): Promise<void>;
  get(object: string, id: string, fields: readonly string[]): Promise<SalesforceRecord>;
  remove(object: string, id: string): Promise<void>;
};

/** Salesforce as one of the run file's personas. */
export function salesforceAs(run: RunFile, persona: keyof RunFile['salesforce']['personas']): Salesforce {
  const token = run.salesforce.personas[persona].accessToken;
  const base = `${run.salesforce.instanceUrl}/services/data/v${run.salesforce.apiVersion}`;
  const update = async (object: string, id: string, values: Readonly<Record<string, unknown>>): Promise<void> => {
    expectStatus(await call(`${base}/sobjects/${object}/${id}`, { method: 'PATCH', token, body: values }), [204], `Updating ${object} ${id}`);
  };
  const query = async (soql: string): Promise<readonly SalesforceRecord[]> => {
    const records: SalesforceRecord[] = [];
    let path: string | undefined = `${base}/query?q=${encodeURIComponent(soql)}`;
    while (path !== undefined) {
      const page = expectStatus(await call(path, { token }), [200], `Query ${soql}`) as { records: SalesforceRecord[]; nextRecordsUrl?: string };
      records.push(...page.records);
      path = page.nextRecordsUrl === undefined ? undefined : `${run.salesforce.instanceUrl}${page.nextRecordsUrl}`;
    }
    return records;
  };
  return {
    query,
    update,
    count: async (soql) =>
      (expectStatus(await call(`${base}/query?q=${encodeURIComponent(soql)}`, { token }), [200], `Query ${soql}`) as { totalSize: number }).totalSize,
    create: async (object, values) =>
      (
        expectStatus(
          await call(`${base}/sobjects/${object}`, { method: 'POST', token, body: values, headers: { 'Sforce-Auto-Assign': 'FALSE' } }),
          [201],
          `Creating ${object}`,
        ) as { id: string }
      ).id,
    updateMany: async (object, rows) => {
      const results = expectStatus(
        await call(`${base}/composite/sobjects`, { method: 'PATCH', token, body: { records: rows.map((row) => ({ attributes: { type: object }, ...row })) } }),
        [200],
        `Updating ${object}`,
      ) as { success: boolean }[];
      const failed = results.find((result) => !result.success);
      if (failed !== undefined) throw new Error(`Updating ${object} failed: ${JSON.stringify(failed)}`);
    },
    get: async (object, id, fields) =>
      expectStatus(await call(`${base}/sobjects/${object}/${id}?fields=${fields.join(',')}`, { token }), [200], `Reading ${object} ${id}`) as SalesforceRecord,
    remove: async (object, id) =>
      void expectStatus(await call(`${base}/sobjects/${object}/${id}`, { method: 'DELETE', token }), [204], `Deleting ${object} ${id}`),
  };
}

export type HubSpotRecord = { readonly id: string; readonly properties: Readonly<Record<string, string | null>> };
export type HubSpot = {
  get(object: string, id: string, properties: readonly string[]): Promise<HubSpotRecord>;
  create(object: string, properties: Readonly<Record<string, string>>): Promise<string>;
  update(object: string, id: string, properties: Readonly<Record<string, string>>): Promise<void>;
  /** At most 100 records. */
  updateMany(object: string, rows: readonly { readonly id: string; readonly properties: Readonly<Record<string, string>> }[]): Promise<void>;
  list(object: string, properties: readonly string[]): Promise<readonly HubSpotRecord[]>;
};

/** HubSpot as one of the run file's apps; the marketer's edits count as a person's. */
export function hubspotAs(run: RunFile, app: keyof RunFile['hubspot']['apps']): HubSpot {
  const token = run.hubspot.apps[app].accessToken;
  const base = `${run.hubspot.baseUrl}/crm/v3/objects`;
  return {
    get: async (object, id, properties) =>
      expectStatus(await call(`${base}/${object}/${id}?properties=${properties.join(',')}`, { token }), [200], `Reading ${object} ${id}`) as HubSpotRecord,
    create: async (object, properties) =>
      (
        expectStatus(
          await call(`${base}/${object}`, { method: 'POST', token, body: { properties, associations: [] } }),
          [201],
          `Creating ${object}`,
        ) as HubSpotRecord
      ).id,
    update: async (object, id, properties) =>
      void expectStatus(await call(`${base}/${object}/${id}`, { method: 'PATCH', token, body: { properties } }), [200], `Updating ${object} ${id}`),
    updateMany: async (object, rows) =>
      void expectStatus(await call(`${base}/${object}/batch/update`, { method: 'POST', token, body: { inputs: rows } }), [200], `Updating ${object}`),
    list: async (object, properties) => {
      const records: HubSpotRecord[] = [];
      let after: string | undefined;
      do {
        const page = expectStatus(
          await call(`${base}/${object}?limit=100&properties=${properties.join(',')}${after === undefined ? '' : `&after=${after}`}`, { token }),
          [200],
          `Listing ${object}`,
        ) as {
          results: HubSpotRecord[];
          paging?: { next?: { after: string } };
        };
        records.push(...page.results);
        after = page.paging?.next?.after;
      } while (after !== undefined);
      return records;
    },
  };
}

/** Tries until `done` holds; rejects with `what` after `withinMs`. Resolves to how long it took. */
export async function until(what: string, withinMs: number, everyMs: number, done: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  for (;;) {
    if (await done()) return performance.now() - startedAt;
    if (performance.now() - startedAt > withinMs) throw new Error(`Not within ${withinMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export const pause = (waitMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, waitMs));
