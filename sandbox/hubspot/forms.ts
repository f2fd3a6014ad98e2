import { arrayOf, objectOf, optionalText, textOf, type JsonObject } from './body.ts';
import { invalid, notFound } from './errors.ts';
import type { Source, Submission, Values } from './model.ts';
import type { Portal } from './portal.ts';
import { findRecord, planCreate, planUpdate, startPlan } from './records/write.ts';
import { trackContacts } from './tracking.ts';

/** A month back at most, as the submission endpoint takes it. */
const BACKDATED_MAX_MS = 31 * 86_400_000;

function valuesOf(portal: Portal, source: unknown): Values {
  const entries = arrayOf(source, 'fields').map((item) => {
    const field = objectOf(item, 'fields');
    return [textOf(field['name'], 'name'), textOf(field['value'], 'value')] as const;
  });
  const stray = entries.find(([name]) => portal.state.definition('contacts', name) === undefined);
  if (stray !== undefined) throw invalid(`The field ${stray[0]} is no contact property.`);
  return Object.fromEntries(entries);
}

/**
 * Somebody fills in a form: the contact of that address is found or made and takes the values, tracking counts it, and the submission is kept.
 * Takes `{formId, fields: [{name, value}], pageUrl?, submittedAt?}`; answers ids of contact and submission.
 */
export function submitForm(portal: Portal, body: JsonObject): JsonObject {
  const form = portal.state.forms.get(textOf(body['formId'], 'formId'));
  const kind = portal.state.kind('contacts');
  if (form === undefined || form.archived || kind === undefined) throw notFound('form not found');
  const values = valuesOf(portal, body['fields']);
  const email = values['email'];
  if (email === undefined) throw invalid('A submission needs an e-mail address.');
  const now = portal.clock.now();
  const at = body['submittedAt'] === undefined ? now : Date.parse(textOf(body['submittedAt'], 'submittedAt'));
  if (!(at <= now && at >= now - BACKDATED_MAX_MS)) throw invalid('submittedAt must lie within the last month.');
  const source: Source = { type: 'FORM', id: form.id, userId: null };
  const plan = startPlan(portal, source);
  const present = findRecord(portal, kind, email, 'email');
  const planned = present === undefined ? planCreate(plan, kind, values) : { id: present.id, op: planUpdate(plan, kind, present, values) };
  const pageUrl = optionalText(body['pageUrl'], 'pageUrl') ?? 'https://www.fieldwise.example/';
  const submission: Submission = { id: `${form.id}-${String(portal.state.submissions.get(form.id)?.length ?? 0)}`, formId: form.id, at, values, pageUrl };
  portal.commit([planned.op, { op: 'submission', submission }]);
  const properties = { hs_form_id: form.id, hs_form_name: form.name, hs_url: pageUrl };
  trackContacts(portal, [{ id: planned.id, events: [{ eventType: 'e_form_submission_v2', occurredAt: new Date(at).toISOString(), properties }] }]);
  return { contactId: planned.id, submissionId: submission.id };
}
