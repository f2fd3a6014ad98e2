import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startLocalOrg } from '../salesforce/start.ts';
import type { LocalOrg } from '../salesforce/start.ts';
import { startPages } from './index.ts';
import type { Pages } from './index.ts';

const root = join(import.meta.dirname, '../..');
const packageDir = join(root, 'force-app');
let dataDir = '';
let org: LocalOrg;
let pages: Pages;
let leadId = '';

type Reply = { readonly status: number; readonly text: string; readonly headers: Headers };

async function get(path: string, persona = 'admin', headers: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const response = await fetch(pages.url + path, { headers: { cookie: `fieldwise_persona=${persona}`, ...headers }, redirect: 'manual' });
  return { status: response.status, text: await response.text(), headers: response.headers };
}
async function post(path: string, body: unknown, persona = 'admin'): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { cookie: `fieldwise_persona=${persona}`, 'content-type': 'application/json', 'x-fieldwise-page': '1' };
  const response = await fetch(pages.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}
const contextOf = (text: string): unknown => JSON.parse(/id="context">([^<]*)</.exec(text)?.[1] ?? 'null');

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pages-'));
  org = await startLocalOrg({ dataDir, port: 0, pubsubPort: 0, packageDir, programsDir: join(root, 'node_modules/.cache/fieldwise-apex') });
  pages = await startPages({ readyFile: join(dataDir, 'salesforce.json'), port: 0, packageDirs: [packageDir] });
  const { instanceUrl, personas } = org.ready;
  const made = await fetch(`${instanceUrl}/services/data/v68.0/sobjects/Lead`, {
    method: 'POST',
    headers: { authorization: `Bearer ${personas.rep1.accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ LastName: '<b>Bold & Daring</b>', Company: 'Acme', Email: 'bold@example.com' }),
  });
  leadId = ((await made.json()) as { readonly id: string }).id; // the REST API's answer to a create
  await pages.built;
}, 60_000);
afterAll(async () => {
  await pages.close();
  await org.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('pages', () => {
  test('the setup has its component, its context, and a strict policy', async () => {
    const reply = await get('/lightning/n/Fieldwise_Setup?c__step=ownership');
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('data-component="c-setup-app"');
    expect(contextOf(reply.text)).toMatchObject({
      persona: 'admin',
      customPermissions: expect.arrayContaining(['Fieldwise_Manage']),
      page: { attributes: { apiName: 'Fieldwise_Setup' } },
    });
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
  });
  test('permissions are those of the persona, and no token reaches the browser', async () => {
    const { text } = await get('/lightning/n/Fieldwise_Setup', 'rep1');
    expect(contextOf(text)).toMatchObject({ persona: 'rep1', customPermissions: ['Fieldwise_View'] });
    for (const { accessToken } of Object.values(org.ready.personas)) expect(text).not.toContain(accessToken);
  });
  test('a record shows its data, escaped, and the places of its panels', async () => {
    const { text, status } = await get(`/lightning/r/Lead/${leadId}/view`, 'rep1');
    expect(status).toBe(200);
    expect(text).toContain('&lt;b&gt;Bold &amp; Daring&lt;/b&gt;');
    expect(text).not.toContain('<b>Bold');
    expect(text).toContain('data-component="c-engagement-panel"');
    expect(contextOf(text)).toMatchObject({ record: { id: leadId, objectApiName: 'Lead' } });
  });
  test.each(['/lightning/r/Lead/00Q000000000000AAA/view', '/lightning/o/Case/list', '/nowhere', "/lightning/r/Lead/x' OR Id != '/view"])(
    '%s is not there',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
  test('lists are searched by name, whatever is typed', async () => {
    expect((await get('/lightning/o/Lead/list?q=Bold', 'rep1')).text).toContain(leadId);
    const hostile = await get("/lightning/o/Lead/list?q=x'%20OR%20Name%20!=%20'", 'rep1');
    expect([hostile.status, hostile.text.includes(leadId)]).toEqual([200, false]);
  });
  test('the persona is taken from the address once', async () => {
    const reply = await get('/lightning/o/Lead/list?q=a&persona=rep2');
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/lightning/o/Lead/list?q=a']);
    expect(reply.headers.get('set-cookie')).toContain('fieldwise_persona=rep2');
  });
});

describe('the build', () => {
  test('is served with its entry, synthetic shadow and styles, and has no warnings', async () => {
    for (const path of ['main.js', 'synthetic-shadow.js', 'host.css']) expect((await get(`/assets/build/${path}`)).status).toBe(200);
    expect(await pages.built).toEqual([]);
  });
  test('nothing outside its folders is served', async () => {
    for (const path of ['/assets/build/../../../package.json', '/assets/build/%2e%2e%2f%2e%2e%2fpackage.json', '/assets/slds/../package.json'])
      expect((await get(path)).status).toBe(404);
  });
});

describe('calls of components', () => {
  test('a foreign site cannot make them', async () => {
    const response = await fetch(`${pages.url}/local/apex`, { method: 'POST', headers: { cookie: 'fieldwise_persona=admin' }, body: '{}' });
    expect(response.status).toBe(403);
  });
  test('Apex runs as the persona, and its refusals keep their shape', async () => {
    const { status, body } = await post('/local/apex', { classname: 'NoSuchClass', method: 'x' }, 'rep1');
    expect([status, body]).toEqual([403, expect.objectContaining({ exceptionType: 'System.NoAccessException' })]);
  });
  test('getRecord gives values as LDS does, and leaves out optional fields that are not there', async () => {
    const reply = await get(`/local/records/${leadId}?fields=Lead.Name,Lead.Owner.Name&optionalFields=Lead.Nonsense__c,Lead.Email`, 'rep1', {
      'x-fieldwise-page': '1',
    });
    expect(JSON.parse(reply.text)).toMatchObject({
      apiName: 'Lead',
      id: leadId,
      fields: {
        Name: { value: '<b>Bold & Daring</b>' },
        Email: { value: 'bold@example.com' },
        Owner: { value: { fields: { Name: { value: expect.any(String) } } } },
      },
    });
    expect((await get(`/local/records/${leadId}?fields=Lead.Nonsense__c`, 'rep1', { 'x-fieldwise-page': '1' })).status).toBe(400);
  });
  test('updateRecord saves as the persona, and says why when it may not', async () => {
    expect((await post(`/local/records/${leadId}`, { Title: 'CFO' }, 'rep1')).status).toBe(200);
    const refused = await post(`/local/records/${leadId}`, { LastName: '' }, 'rep1');
    expect([refused.status, refused.body]).toEqual([
      400,
      expect.objectContaining({ output: expect.objectContaining({ errors: [{ message: expect.stringContaining('LastName') }] }) }),
    ]);
  });
});
