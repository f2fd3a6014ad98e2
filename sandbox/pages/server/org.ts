/** The Salesforce org as one person uses it through its APIs. */
import { readFileSync } from 'node:fs';

export type PersonaName = 'admin' | 'rep1' | 'rep2';
export const personaNames: readonly PersonaName[] = ['admin', 'rep1', 'rep2'];
export const isPersona = (name: string | undefined): name is PersonaName => personaNames.some((known) => known === name);

export type Answer = { readonly status: number; readonly body: unknown };
export type SalesforceRecord = Readonly<Record<string, unknown>> & { readonly Id: string };
export type Field = { readonly name: string; readonly label: string; readonly type: string; readonly updateable: boolean };
export type ObjectInfo = { readonly name: string; readonly label: string; readonly labelPlural: string; readonly fields: readonly Field[] };

/** What the local org writes when it is ready (docs/sandbox-salesforce.md). */
type ReadyFile = { readonly instanceUrl: string; readonly personas: Readonly<Record<PersonaName, { readonly userId: string; readonly accessToken: string }>> };

const apiPath = '/services/data/v68.0';
const timeoutMs = 130_000; // Apex may call out for 120 s

/** One person's session. */
export type Session = {
  readonly persona: PersonaName;
  readonly userId: string;
  readonly send: (method: string, path: string, body?: unknown) => Promise<Answer>;
  /** The org's control plane (docs/sandbox-control.md): what no API of a real org tells, such as the e-mails it sent. */
  readonly control: (path: string) => Promise<unknown>;
  /** Rows of a query; throws the org's own words. */
  readonly query: (soql: string) => Promise<readonly SalesforceRecord[]>;
  /** Labels and fields this person may see, or null when they may not see the object; asked once. */
  readonly describe: (object: string) => Promise<ObjectInfo | null>;
};

/** The first message of a REST error. */
export function messageOf(body: unknown): string {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  return typeof first === 'object' && first !== null && 'message' in first && typeof first.message === 'string' ? first.message : 'The org did not say why.';
}

/** Sessions of the personas of a `salesforce.json`. Tokens stay on this side; the browser only ever names a persona. */
export function openOrg(readyFile: string): (persona: PersonaName) => Session {
  const { instanceUrl, personas } = JSON.parse(readFileSync(readyFile, 'utf8')) as ReadyFile; // a documented file of ours
  const sessionOf = (persona: PersonaName): Session => {
    const { accessToken, userId } = personas[persona];
    const described = new Map<string, Promise<ObjectInfo | null>>();
    const send: Session['send'] = async (method, path, body) => {
      const response = await fetch(`${instanceUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    };
    const describe = async (object: string): Promise<ObjectInfo | null> => {
      const answer = await send('GET', `${apiPath}/sobjects/${encodeURIComponent(object)}/describe`);
      return answer.status === 200 ? (answer.body as ObjectInfo) : null; // the REST API's describe, of which we name what we use
    };
    return {
      persona,
      userId,
      send,
      control: async (path) => {
        const response = await fetch(`${instanceUrl}/__sandbox/${path}`, { signal: AbortSignal.timeout(timeoutMs) });
        return (await response.json()) as unknown;
      },
      query: async (soql) => {
        const answer = await send('GET', `${apiPath}/query?q=${encodeURIComponent(soql)}`);
        if (answer.status !== 200) throw new Error(messageOf(answer.body));
        return (answer.body as { readonly records: readonly SalesforceRecord[] }).records; // the REST API's query result
      },
      describe: (object) => {
        const known = described.get(object) ?? describe(object);
        described.set(object, known);
        return known;
      },
    };
  };
  const sessions = new Map(personaNames.map((name) => [name, sessionOf(name)] as const));
  return (persona) => sessions.get(persona) ?? sessionOf(persona);
}

/** Text inside a SOQL literal. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
