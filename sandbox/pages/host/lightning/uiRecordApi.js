/** `lightning/uiRecordApi` over the page's server. */
import { callServer } from '../server.js';
import { wireOver } from '../wire.js';

const nameOf = (field) => (typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`);
const names = (fields) => (fields === undefined ? [] : (Array.isArray(fields) ? fields : [fields]).map(nameOf));

const records = wireOver(
  ({ recordId, fields, optionalFields }) =>
    callServer(`/local/records/${recordId}?${new URLSearchParams({ fields: names(fields).join(','), optionalFields: names(optionalFields).join(',') })}`),
  ({ recordId, fields, optionalFields }) => typeof recordId === 'string' && (fields !== undefined || optionalFields !== undefined),
);
export const getRecord = () => {
  throw new Error('getRecord is a wire adapter');
};
getRecord.adapter = records.adapter;

function valueAt(record, field) {
  const path = nameOf(field).split('.').slice(1);
  return path.reduce((holder, name, index) => {
    const found = holder?.fields?.[name];
    return index === path.length - 1 ? found : found?.value;
  }, record);
}
export const getFieldValue = (record, field) => valueAt(record, field)?.value;
export const getFieldDisplayValue = (record, field) => valueAt(record, field)?.displayValue;

/** The records changed behind LDS: every wire that shows one reads it again. */
export async function notifyRecordUpdateAvailable(changed) {
  const ids = new Set(changed.map(({ recordId }) => recordId));
  await Promise.all(
    records
      .entries()
      .filter(({ config }) => ids.has(config.recordId))
      .map((entry) => entry.refresh()),
  );
}
export const getRecordNotifyChange = notifyRecordUpdateAvailable;

export async function updateRecord({ fields }) {
  const { Id, ...values } = fields;
  const updated = await callServer(`/local/records/${Id}`, values);
  await notifyRecordUpdateAvailable([{ recordId: Id }]);
  return updated;
}
