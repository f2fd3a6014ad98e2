/** Exception and the platform's own exception types. */
import { AList } from '../runtime/collections.ts';
import { running } from '../runtime/current.ts';
import { ApexThrowable, raise, type FailedRow } from '../runtime/throwable.ts';
import { define, type EnumValue, type Library } from './define.ts';
import { statusCode } from './status-codes.ts';

const TYPES = [
  'AsyncException',
  'CalloutException',
  'DmlException',
  'EmailException',
  'FinalException',
  'HandledException',
  'IllegalArgumentException',
  'InvalidParameterValueException',
  'InvalidHeaderException',
  'JSONException',
  'LimitException',
  'ListException',
  'MathException',
  'NoAccessException',
  'NoDataFoundException',
  'NoSuchElementException',
  'NullPointerException',
  'QueryException',
  'RequiredFeatureMissingException',
  'SecurityException',
  'SerializationException',
  'SObjectException',
  'StringException',
  'TypeException',
  'UnexpectedException',
  'UnsupportedOperationException',
  'VisualforceException',
  'XmlException',
  'AuraHandledException',
  'AssertException',
  'EventBus.RetryableException',
  'EventBus.InvalidReplayIdException',
  'DuplicateMessageException',
];

/** What Apex code reads: an AuraHandledException keeps its text for the client unless setMessage repeats it. */
function getMessage(e: ApexThrowable): string | null {
  const isHidden = e.platformType === 'AuraHandledException' && !e.isMessageSet;
  return isHidden || (e.message === null && e.$cls) ? 'Script-thrown exception' : e.message;
}

function row(e: ApexThrowable, index: number): FailedRow {
  return e.rows[index] ?? raise('ListException', `List index out of bounds: ${index}`);
}

export function defineExceptions(library: Library): void {
  define(library, 'Exception', {
    'String getMessage()': getMessage,
    'Exception getCause()': (e: ApexThrowable) => e.cause,
    'String getTypeName()': (e: ApexThrowable) => e.typeName,
    'Integer getLineNumber()': (e: ApexThrowable) => e.line,
    'String getStackTraceString()': (e: ApexThrowable) => e.frames.join('\n'),
    'void initCause(Exception)': (e: ApexThrowable, cause: ApexThrowable) => {
      e.cause = cause;
    },
    'void setMessage(String?)': (e: ApexThrowable, message: string | null) => {
      e.message = message;
      e.isMessageSet = true;
    },
    'Integer getNumDml()': (e: ApexThrowable) => e.rows.length,
    'String getDmlMessage(Integer)': (e: ApexThrowable, i: number) => row(e, i).error.message,
    'StatusCode getDmlType(Integer)': (e: ApexThrowable, i: number): EnumValue => statusCode(row(e, i).error.statusCode),
    'String getDmlStatusCode(Integer)': (e: ApexThrowable, i: number) => row(e, i).error.statusCode,
    'Id getDmlId(Integer)': (e: ApexThrowable, i: number) => row(e, i).id,
    'Integer getDmlIndex(Integer)': (e: ApexThrowable, i: number) => row(e, i).index,
    'List<String> getDmlFieldNames(Integer)': (e: ApexThrowable, i: number) =>
      new AList(running().table.list(running().table.lib('String')), [...row(e, i).error.fields]),
  });
  for (const type of TYPES) {
    const make = (): ApexThrowable => new ApexThrowable(type, type === 'LimitException' || type === 'AssertException');
    define(
      library,
      type,
      {
        'new()': make,
        'new(String?)': (message: string | null) => make().$c_string(message),
        'new(Exception)': (cause: ApexThrowable) => make().$c_exception(cause),
        'new(String?,Exception)': (message: string | null, cause: ApexThrowable) => make().$c_string_exception(message, cause),
      },
      { extends: ['Exception'] },
    );
  }
}
