/**
 * Sentences a person understands, from any error of Apex, a wire, Lightning Data Service or JavaScript.
 * Tests: __tests__ beside this file.
 */
import unknownError from '@salesforce/label/c.Fieldwise_Shell_UnknownError';

const isText = (value) => typeof value === 'string' && value.trim() !== '';

/** Field errors of LDS and DML come as `{Field: [{message}]}`. */
function fieldMessages(fieldErrors) {
  return Object.values(fieldErrors ?? {}).flatMap((errors) => errors.map(({ message }) => message));
}

/** The body of a failed call: one object, or a list of them (UI API). */
function bodyMessages(body) {
  if (Array.isArray(body)) return body.flatMap(bodyMessages);
  if (isText(body)) return [body];
  const inner = body?.output ?? body;
  const details = [
    ...(inner?.pageErrors ?? []).map(({ message }) => message),
    ...(inner?.errors ?? []).map(({ message }) => message),
    ...fieldMessages(inner?.fieldErrors),
  ];
  return details.length > 0 ? details : [body?.message];
}

function messagesOf(error) {
  if (isText(error)) return [error];
  if (error?.body !== undefined) return bodyMessages(error.body);
  return [error?.message ?? error?.detail?.message ?? error?.statusText];
}

/**
 * What went wrong, as sentences without duplicates; at least one.
 * @param {*} error anything thrown or emitted; a list of errors too; null or undefined give an empty list
 * @returns {string[]}
 */
export function reduceErrors(error) {
  if (error === null || error === undefined) return [];
  const errors = Array.isArray(error) ? error : [error];
  const messages = errors.flatMap(messagesOf).filter(isText);
  if (messages.length === 0) return errors.length === 0 ? [] : [unknownError];
  return [...new Set(messages.map((message) => message.trim()))];
}
