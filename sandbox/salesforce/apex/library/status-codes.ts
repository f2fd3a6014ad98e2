/** StatusCode: the constants Apex code may name, and any other the org answers with. */
import { defineEnum, enumConstants, EnumValue, type Library } from './define.ts';

const CODES = [
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
  'DELETE_FAILED',
  'DUPLICATES_DETECTED',
  'DUPLICATE_EXTERNAL_ID',
  'DUPLICATE_VALUE',
  'ENTITY_IS_DELETED',
  'FIELD_CUSTOM_VALIDATION_EXCEPTION',
  'FIELD_FILTER_VALIDATION_EXCEPTION',
  'FIELD_INTEGRITY_EXCEPTION',
  'INACTIVE_OWNER_OR_USER',
  'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
  'INSUFFICIENT_ACCESS_OR_READONLY',
  'INVALID_CROSS_REFERENCE_KEY',
  'INVALID_EMAIL_ADDRESS',
  'INVALID_FIELD',
  'INVALID_FIELD_FOR_INSERT_UPDATE',
  'INVALID_ID_FIELD',
  'INVALID_SAVE_AS_ACTIVITY_FLAG',
  'SINGLE_EMAIL_LIMIT_EXCEEDED',
  'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
  'INVALID_STATUS',
  'INVALID_TYPE_ON_FIELD_IN_RECORD',
  'CANNOT_UPDATE_CONVERTED_LEAD',
  'LIMIT_EXCEEDED',
  'MALFORMED_ID',
  'MIXED_DML_OPERATION',
  'MISSING_ARGUMENT',
  'NUMBER_OUTSIDE_VALID_RANGE',
  'OPERATION_ENQUEUED',
  'PLATFORM_EVENT_ENCRYPTION_ERROR',
  'PLATFORM_EVENT_PUBLISHING_UNAVAILABLE',
  'PLATFORM_EVENT_PUBLISH_FAILED',
  'REQUIRED_FIELD_MISSING',
  'STORAGE_LIMIT_EXCEEDED',
  'STRING_TOO_LONG',
  'UNABLE_TO_LOCK_ROW',
  'UNDELETE_FAILED',
  'UNKNOWN_EXCEPTION',
  'INSUFFICIENT_ACCESS',
  'TRANSFER_REQUIRES_READ',
  'INVALID_TYPE',
  'INVALID_CROSS_REFERENCE_TYPE_FOR_FIELD',
];

export const defineStatusCodes = (library: Library): void => void defineEnum(library, 'StatusCode', CODES);

const others = new Map<string, EnumValue>();

/** The constant of a code; one the list does not know still prints and compares by its name. */
export function statusCode(code: string): EnumValue {
  const known = enumConstants('StatusCode').find((c) => c.name === code) ?? others.get(code);
  if (known) return known;
  const made = new EnumValue('StatusCode', code, CODES.length + others.size);
  others.set(code, made);
  return made;
}
