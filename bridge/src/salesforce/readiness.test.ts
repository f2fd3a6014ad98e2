import { describe, expect, test } from '@jest/globals';
import { plainFailure } from './faults.ts';
import { createReadiness } from './readiness.ts';
import type { SalesforceRequest, Session } from './session.ts';

type Answers = (path: string) => unknown;

/** A session that answers by path; `undefined` is a refusal. */
function asking(answers: Answers) {
  const asked: string[] = [];
  const call = (request: SalesforceRequest) => {
    const path = decodeURIComponent(request.path);
    asked.push(path);
    const value = answers(path);
    return Promise.resolve(
      value === undefined
        ? { ok: false, failure: plainFailure('permanent', path.includes('tooling') ? 'INVALID_TYPE' : 'NOT_FOUND', 'no', null, true) }
        : { ok: true, value },
    );
  };
  // Only what the readiness asks of a session.
  const session = { call, token: () => ({ userId: "005'X" }) } as unknown as Session;
  return { readiness: createReadiness({ session, readTimeoutMs: 1_000 }), asked };
}
const row = (id: string, name: string) => ({ Id: id, ValidationName: name, ErrorMessage: 'No.', EntityDefinition: { QualifiedApiName: 'Lead' } });

describe('what the org says of our readiness', () => {
  test('rights per object, none on an object that is not there for us', async () => {
    const { readiness } = asking((path) => (path.includes('Lead') ? { queryable: true, createable: true, updateable: false, deletable: false } : undefined));
    expect(await readiness.access(['Lead', 'Contact'])).toEqual({
      ok: true,
      value: [
        { object: 'Lead', canRead: true, canCreate: true, canUpdate: false, canDelete: false },
        { object: 'Contact', canRead: false, canCreate: false, canUpdate: false, canDelete: false },
      ],
    });
  });

  test('validation rules, each with whether its formula lets some users pass; unknown where it may not be read', async () => {
    const formulas: Readonly<Record<string, string>> = { '1': 'NOT($Permission.Bypass) && ISBLANK(Phone)', '2': 'ISBLANK(Phone)' };
    const { readiness, asked } = asking((path) => {
      const [, id] = /WHERE Id = '(\d)'/.exec(path) ?? [];
      if (id === undefined) return { records: [row('1', 'Open'), row('2', 'Closed'), row('3', 'Hidden')] };
      return formulas[id] === undefined ? undefined : { records: [{ Metadata: { errorConditionFormula: formulas[id] } }] };
    });
    const found = await readiness.guards(['Lead', 'Contact']);
    expect(found).toMatchObject({ ok: true, value: [{ object: 'Lead', name: 'Open', hasBypass: true }, { hasBypass: false }, { hasBypass: null }] });
    expect(asked[0]).toContain("IN ('Lead','Contact') AND Active = true");
  });

  test('a user who may not view setup is told apart from an org without rules', async () => {
    expect(await asking(() => undefined).readiness.guards(['Lead'])).toMatchObject({ ok: false, failure: { code: 'INVALID_TYPE' } });
    expect(await asking(() => ({ records: [] })).readiness.guards(['Lead'])).toEqual({ ok: true, value: [] });
    const { readiness, asked } = asking(() => undefined);
    expect(await readiness.guards([])).toEqual({ ok: true, value: [] });
    expect(asked).toEqual([]);
  });

  test('the permission set, of the user the bridge is', async () => {
    const { readiness, asked } = asking(() => ({ done: true, records: [{ Id: '0Pa1' }] }));
    expect(await readiness.hasPermissionSet()).toEqual({ ok: true, value: true });
    expect(asked[0]).toContain("AssigneeId = '005\\'X'");
    expect(await asking(() => ({ done: true, records: [] })).readiness.hasPermissionSet()).toEqual({ ok: true, value: false });
  });
});
