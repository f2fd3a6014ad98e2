/** The platform library, assembled once per process. */
import { defineCollections } from './collections.ts';
import { defineDatabaseLibrary } from './database.ts';
import type { Library } from './define.ts';
import { defineExceptions } from './exceptions.ts';
import { defineJson } from './json.ts';
import { defineMessaging } from './messaging.ts';
import { defineNumbers } from './numbers.ts';
import { defineRecords } from './records.ts';
import { defineSchema } from './schema.ts';
import { defineStatusCodes } from './status-codes.ts';
import { defineSystemLibrary } from './system.ts';
import { defineTemporal } from './temporal.ts';
import { defineText } from './text.ts';
import { defineWeb } from './web.ts';

let assembled: Library | null = null;

/** Every platform type this runtime knows, by lower-cased name. */
export function platformLibrary(): Library {
  if (assembled) return assembled;
  const library: Library = new Map();
  defineNumbers(library);
  defineText(library);
  defineTemporal(library);
  defineCollections(library);
  defineStatusCodes(library);
  defineSchema(library);
  defineRecords(library);
  defineExceptions(library);
  defineDatabaseLibrary(library);
  defineJson(library);
  defineWeb(library);
  defineMessaging(library);
  defineSystemLibrary(library);
  assembled = library;
  return library;
}
