import type { CodedError, SaveError } from '../contract.ts';

/** A whole request the platform would refuse: `code` is Salesforce's, such as INVALID_TYPE or MALFORMED_QUERY. */
export class OrgError extends Error implements CodedError {
  override readonly name = 'OrgError' as const;
  readonly code: string;
  readonly errorCode: string;
  readonly fields: readonly string[];
  constructor(code: string, message: string, fields: readonly string[] = []) {
    super(message);
    this.code = code;
    this.errorCode = code;
    this.fields = fields;
  }
}

/** One failure of one row. */
export const rowError = (statusCode: string, message: string, fields: readonly string[] = [], extra?: Readonly<Record<string, unknown>>): SaveError =>
  extra === undefined ? { statusCode, message, fields } : { statusCode, message, fields, extra };

/** Something the real platform does and this org does not: refused, so nobody builds on a guess. */
export const notImplemented = (what: string): OrgError => new OrgError('NOT_IMPLEMENTED', `the local org does not implement ${what}`);
