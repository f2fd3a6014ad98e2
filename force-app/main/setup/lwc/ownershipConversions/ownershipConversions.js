/** Whether values of one field type survive as another's. Generated from bridge/src/domain/conversions.ts by scripts/conversions.ts; not edited by hand. */
const SALESFORCE_SHAPES = [
  'text',
  'long-text',
  'email',
  'phone',
  'url',
  'picklist',
  'multi-picklist',
  'checkbox',
  'number',
  'date',
  'datetime',
  'time',
  'lookup',
  'id',
  'address',
  'geolocation',
  'encrypted',
  'file',
  'other',
];
const HUBSPOT_SHAPES = [
  'text',
  'long-text',
  'email',
  'phone',
  'picklist',
  'multi-picklist',
  'checkbox',
  'number',
  'date',
  'datetime',
  'owner',
  'association',
  'sensitive',
  'file',
  'internal',
];
const SHAPE_OF_TYPE = {
  string: 'text',
  combobox: 'text',
  textarea: 'long-text',
  email: 'email',
  phone: 'phone',
  url: 'url',
  picklist: 'picklist',
  multipicklist: 'multi-picklist',
  boolean: 'checkbox',
  int: 'number',
  integer: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  reference: 'lookup',
  id: 'id',
  address: 'address',
  location: 'geolocation',
  encryptedstring: 'encrypted',
  base64: 'file',
};
const TO_HUBSPOT = {
  text: 'allowed allowed bounded:form+length allowed bounded:options mapped:separators bounded:form bounded:form bounded:form bounded:form refused:reference refused:reference refused:sensitive refused:file refused:internal',
  'long-text':
    'bounded:length bounded:length bounded:form+length bounded:length bounded:options mapped:separators bounded:form bounded:form bounded:form bounded:form refused:reference refused:reference refused:sensitive refused:file refused:internal',
  email:
    'allowed allowed allowed allowed bounded:options mapped:separators bounded:form bounded:form bounded:form bounded:form refused:reference refused:reference refused:sensitive refused:file refused:internal',
  phone:
    'allowed allowed bounded:form+length allowed bounded:options mapped:separators bounded:form bounded:form bounded:form bounded:form refused:reference refused:reference refused:sensitive refused:file refused:internal',
  url: 'allowed allowed bounded:form+length allowed bounded:options mapped:separators bounded:form bounded:form bounded:form bounded:form refused:reference refused:reference refused:sensitive refused:file refused:internal',
  picklist:
    'allowed allowed mapped:kinds allowed bounded:options bounded:options bounded:form bounded:form bounded:form bounded:form refused:reference refused:reference refused:sensitive refused:file refused:internal',
  'multi-picklist':
    'bounded:length bounded:length mapped:kinds bounded:length bounded:one-value+options bounded:options mapped:kinds mapped:kinds mapped:kinds mapped:kinds refused:reference refused:reference refused:sensitive refused:file refused:internal',
  checkbox:
    'allowed allowed mapped:kinds allowed bounded:options mapped:kinds allowed mapped:kinds mapped:kinds mapped:kinds refused:reference refused:reference refused:sensitive refused:file refused:internal',
  number:
    'allowed allowed mapped:kinds allowed bounded:options mapped:kinds mapped:kinds allowed mapped:kinds mapped:kinds refused:reference refused:reference refused:sensitive refused:file refused:internal',
  date: 'allowed allowed mapped:kinds allowed mapped:kinds mapped:kinds mapped:kinds mapped:kinds allowed bounded:midnight refused:reference refused:reference refused:sensitive refused:file refused:internal',
  datetime:
    'allowed allowed mapped:kinds allowed mapped:kinds mapped:kinds mapped:kinds mapped:kinds bounded:time-of-day allowed refused:reference refused:reference refused:sensitive refused:file refused:internal',
  time: 'allowed allowed refused:time allowed refused:time refused:time refused:time refused:time refused:time refused:time refused:reference refused:reference refused:sensitive refused:file refused:internal',
  lookup:
    'mapped:reference mapped:reference mapped:reference mapped:reference mapped:reference mapped:reference mapped:reference mapped:reference mapped:reference mapped:reference reference:reference reference:reference refused:sensitive refused:file refused:internal',
  id: 'allowed allowed refused:record-id allowed refused:record-id refused:record-id refused:record-id refused:record-id refused:record-id refused:record-id refused:reference refused:reference refused:sensitive refused:file refused:internal',
  address:
    'refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address refused:address',
  geolocation:
    'refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation refused:geolocation',
  encrypted:
    'refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted refused:encrypted',
  file: 'refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file',
  other:
    'refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other refused:other',
};
const TO_SALESFORCE = {
  text: 'bounded:length bounded:length bounded:form+length bounded:length bounded:length bounded:options mapped:separators bounded:form+blank bounded:form+scale bounded:form bounded:form refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  'long-text':
    'bounded:length bounded:length bounded:form+length bounded:length bounded:length bounded:options mapped:separators bounded:form+blank bounded:form+scale bounded:form bounded:form refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  email:
    'bounded:length bounded:length bounded:length bounded:length bounded:length bounded:options mapped:separators bounded:form+blank bounded:form+scale bounded:form bounded:form refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  phone:
    'bounded:length bounded:length bounded:form+length bounded:length bounded:length bounded:options mapped:separators bounded:form+blank bounded:form+scale bounded:form bounded:form refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  picklist:
    'bounded:length bounded:length mapped:kinds bounded:length bounded:length bounded:options bounded:options bounded:form+blank bounded:form+scale bounded:form bounded:form refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  'multi-picklist':
    'bounded:length bounded:length mapped:kinds bounded:length bounded:length bounded:one-value+options bounded:options mapped:kinds mapped:kinds mapped:kinds mapped:kinds refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  checkbox:
    'bounded:length bounded:length mapped:kinds bounded:length bounded:length bounded:options mapped:kinds bounded:blank mapped:kinds mapped:kinds mapped:kinds refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  number:
    'bounded:length bounded:length mapped:kinds bounded:length bounded:length bounded:options mapped:kinds mapped:kinds bounded:scale mapped:kinds mapped:kinds refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  date: 'bounded:length bounded:length mapped:kinds bounded:length bounded:length mapped:kinds mapped:kinds mapped:kinds mapped:kinds allowed bounded:midnight refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  datetime:
    'bounded:length bounded:length mapped:kinds bounded:length bounded:length mapped:kinds mapped:kinds mapped:kinds mapped:kinds bounded:time-of-day bounded:seconds refused:time mapped:reference refused:record-id refused:address refused:geolocation refused:encrypted refused:file refused:other',
  owner:
    'refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference reference:reference refused:reference refused:address refused:geolocation refused:encrypted refused:file refused:other',
  association:
    'refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference refused:reference reference:reference refused:reference refused:address refused:geolocation refused:encrypted refused:file refused:other',
  sensitive:
    'refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive refused:sensitive',
  file: 'refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file refused:file',
  internal:
    'refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal refused:internal',
};

/** @param {string} type of a Salesforce field, as describe names it @returns {string} its shape */
export const salesforceShape = (type) => SHAPE_OF_TYPE[(type ?? '').toLowerCase()] ?? 'other';

/** @param {string} left shape in Salesforce @param {string} right shape in HubSpot @param {'salesforce'|'hubspot'} side where values go @returns {{kind: string, about: string[]}|null} null for shapes unknown here */
export function conversionOf(left, right, side) {
  const row = side === 'hubspot' ? TO_HUBSPOT[left] : TO_SALESFORCE[right];
  const place = side === 'hubspot' ? HUBSPOT_SHAPES.indexOf(right) : SALESFORCE_SHAPES.indexOf(left);
  const word = row?.split(' ')[place];
  if (!word) return null;
  const [kind, about = ''] = word.split(':');
  return { kind, about: about === '' ? [] : about.split('+') };
}
