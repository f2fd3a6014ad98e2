import { randomUUID } from 'node:crypto';
import { arrayOf, limitOf, objectOf, optionalText, textOf, type JsonObject } from '../body.ts';
import { invalid, notFound } from '../errors.ts';
import type { Form } from '../model.ts';
import type { Portal } from '../portal.ts';
import type { Answer, Call, Route } from '../routing.ts';

const PAGE_DEFAULT = 20;
const PAGE_MAX = 500;
const SUBMISSIONS_DEFAULT = 20;
const SUBMISSIONS_MAX = 50;

function fieldView(portal: Portal, name: string): JsonObject {
  const definition = portal.state.definition('contacts', name);
  const fieldType = name === 'email' ? 'email' : definition?.type === 'enumeration' ? 'dropdown' : 'single_line_text';
  return { objectTypeId: '0-1', name, label: definition?.label ?? name, required: name === 'email', hidden: false, fieldType };
}

function view(portal: Portal, form: Form): JsonObject {
  return {
    id: form.id,
    name: form.name,
    formType: form.formType,
    createdAt: new Date(form.createdAt).toISOString(),
    updatedAt: new Date(form.updatedAt).toISOString(),
    archived: form.archived,
    fieldGroups: form.fields.map((name) => ({ groupType: 'default_group', richTextType: 'text', fields: [fieldView(portal, name)] })),
    configuration: { language: 'en', archivable: true, editable: true, cloneable: true },
    displayOptions: { renderRawHtml: false, theme: 'default_style', submitButtonText: 'Submit' },
    legalConsentOptions: { type: 'none' },
  };
}

function page<T>(call: Call, all: readonly T[], fallback: number, most: number): { readonly items: readonly T[]; readonly paging: JsonObject } {
  const limit = limitOf(call.query.get('limit'), fallback, most);
  const offset = limitOf(call.query.get('after'), 0, Number.MAX_SAFE_INTEGER);
  const next = offset + limit;
  return { items: all.slice(offset, next), paging: next < all.length ? { paging: { next: { after: String(next), link: `?after=${String(next)}` } } } : {} };
}

function need(call: Call): Form {
  const form = call.portal.state.forms.get(call.params['formId'] ?? '');
  if (form === undefined || form.archived) throw notFound('form not found');
  return form;
}

function list(call: Call): Answer {
  const types = call.query.getAll('formTypes').flatMap((part) => part.split(','));
  const archived = call.query.get('archived') === 'true';
  const wanted = [...call.portal.state.forms.values()].filter(
    (form) => form.archived === archived && (types.length === 0 || types.includes('all') || types.includes(form.formType)),
  );
  const { items, paging } = page(call, wanted, PAGE_DEFAULT, PAGE_MAX);
  return { status: 200, body: { results: items.map((form) => view(call.portal, form)), ...paging } };
}

function namesOf(portal: Portal, source: unknown): string[] {
  const names = arrayOf(source ?? [], 'fieldGroups').flatMap((group) =>
    arrayOf(objectOf(group, 'fieldGroups')['fields'], 'fields').map((field) => textOf(objectOf(field, 'fields')['name'], 'name')),
  );
  const stray = names.find((name) => portal.state.definition('contacts', name) === undefined);
  if (stray !== undefined) throw invalid(`The field ${stray} is no contact property.`);
  return names;
}

function save(call: Call, form: Form, status: number): Answer {
  call.portal.note([{ op: 'form', form }]);
  return status === 204 ? { status } : { status, body: view(call.portal, form) };
}

function create(call: Call): Answer {
  const body = objectOf(call.body, 'body');
  const now = call.portal.clock.now();
  const fields = namesOf(call.portal, body['fieldGroups']);
  const formType = optionalText(body['formType'], 'formType') ?? 'hubspot';
  return save(call, { id: randomUUID(), name: textOf(body['name'], 'name'), formType, fields, createdAt: now, updatedAt: now, archived: false }, 201);
}

function update(call: Call): Answer {
  const before = need(call);
  const body = objectOf(call.body, 'body');
  const name = optionalText(body['name'], 'name') ?? before.name;
  const fields = body['fieldGroups'] === undefined ? before.fields : namesOf(call.portal, body['fieldGroups']);
  return save(call, { ...before, name, fields, updatedAt: call.portal.clock.now() }, 200);
}

/** Newest first. A submission names its contact only by the values it holds: there is no record id in it. */
function submissions(call: Call): Answer {
  const all = [...(call.portal.state.submissions.get(need(call).id) ?? [])].sort((left, right) => right.at - left.at);
  const { items, paging } = page(call, all, SUBMISSIONS_DEFAULT, SUBMISSIONS_MAX);
  const results = items.map(({ id, at, values, pageUrl }) => ({
    conversionId: id,
    submittedAt: at,
    values: Object.entries(values).map(([name, value]) => ({ name, value, objectTypeId: '0-1' })),
    pageUrl,
  }));
  return { status: 200, body: { results, ...paging } };
}

const scopes: Route['scopes'] = () => ['forms'];
const BASE = '/marketing/v3/forms';
const bucket = 'general';

export const FORM_ROUTES: readonly Route[] = [
  { method: 'GET', path: BASE, handler: list, scopes, bucket },
  { method: 'POST', path: BASE, handler: create, scopes, bucket },
  { method: 'GET', path: `${BASE}/:formId`, handler: (call) => ({ status: 200, body: view(call.portal, need(call)) }), scopes, bucket },
  { method: 'PATCH', path: `${BASE}/:formId`, handler: update, scopes, bucket },
  { method: 'DELETE', path: `${BASE}/:formId`, handler: (call) => save(call, { ...need(call), archived: true }, 204), scopes, bucket },
  { method: 'GET', path: '/form-integrations/v1/submissions/forms/:formId', handler: submissions, scopes, bucket },
];
