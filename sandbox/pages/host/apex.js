/** `@salesforce/apex`: one import serves a call and a wire. */
import { callServer } from './server.js';
import { refreshValue, wireOver } from './wire.js';

async function call(classname, method, params, cacheable) {
  const { returnValue } = await callServer('/local/apex', { classname, method, params: params ?? {}, cacheable });
  return returnValue;
}

/** @returns a function that calls the method, with `.adapter` for @wire */
export function apexMethod(classname, method) {
  const imperative = (params) => call(classname, method, params, false);
  imperative.adapter = wireOver((config) => call(classname, method, config, true)).adapter;
  return imperative;
}

export const refreshApex = refreshValue;
export const getSObjectValue = (record, field) =>
  (typeof field === 'string' ? field : field.fieldApiName).split('.').reduce((value, name) => value?.[name], record);
