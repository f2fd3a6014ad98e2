/** Which handler answers a path below `/services/data/vXX.0/`. */

import { answerJobs } from './bulk/endpoints.ts';
import { dataPath } from './call.ts';
import type { ApiAnswer, ApiCall, ApiServices } from './call.ts';
import { answerChanges } from './changes.ts';
import { answerCollections } from './collections.ts';
import { answerBatch, answerComposite } from './composite.ts';
import { basicInfo, describeGlobal, describeObject } from './describe.ts';
import { answerExternalId } from './external-id.ts';
import { methodNotAllowed, notFound, refuse } from './failure.ts';
import { answerLimits } from './limits.ts';
import { answerQuery } from './query.ts';
import { answerCreate, answerRecord } from './records.ts';
import { answerTooling } from './tooling.ts';
import { answerTree } from './tree.ts';

const RESOURCES: readonly string[] = ['composite', 'jobs', 'limits', 'query', 'queryAll', 'search', 'sobjects', 'tooling'];

function root(services: ApiServices, call: ApiCall): ApiAnswer {
  const base = dataPath(call.version);
  const identity = `${services.instanceUrl()}/id/${services.org.orgId}/${call.session.userId}`;
  return { status: 200, body: { ...Object.fromEntries(RESOURCES.map((name) => [name, `${base}/${name}`])), identity } };
}

function onlyGet(call: ApiCall, answer: () => ApiAnswer): ApiAnswer {
  if (call.method !== 'GET' && call.method !== 'HEAD') throw methodNotAllowed(call.method, ['HEAD', 'GET']);
  return answer();
}

function answerSobjects(services: ApiServices, call: ApiCall): ApiAnswer {
  const third = call.path[2]?.toLowerCase();
  if (call.path.length === 1) return onlyGet(call, () => describeGlobal(services, call));
  if (call.path.length === 2) {
    if (call.method === 'POST') return answerCreate(services, call);
    if (call.method === 'GET' || call.method === 'HEAD') return basicInfo(services, call);
    throw methodNotAllowed(call.method, ['HEAD', 'GET', 'POST']);
  }
  if (call.path.length === 3) {
    if (third === 'describe') return onlyGet(call, () => describeObject(services, call));
    if (third === 'updated' || third === 'deleted') return answerChanges(services, call);
    return answerRecord(services, call);
  }
  if (call.path.length === 4) return answerExternalId(services, call);
  throw notFound();
}

function answerCompositeFamily(services: ApiServices, call: ApiCall): ApiAnswer {
  switch (call.path[1]?.toLowerCase()) {
    case undefined:
      return answerComposite(services, call, dispatch);
    case 'sobjects':
      return answerCollections(services, call);
    case 'batch':
      return answerBatch(services, call, dispatch);
    case 'tree':
      return answerTree(services, call);
    default:
      throw notFound();
  }
}

/** Answers one call, or throws an ApiFailure (or what the org threw). */
export function dispatch(services: ApiServices, call: ApiCall): ApiAnswer {
  switch (call.path[0]?.toLowerCase()) {
    case undefined:
      return onlyGet(call, () => root(services, call));
    case 'sobjects':
      return answerSobjects(services, call);
    case 'query':
    case 'queryall':
      return answerQuery(services, call);
    case 'composite':
      return answerCompositeFamily(services, call);
    case 'jobs':
      return answerJobs(services, call);
    case 'limits':
      return onlyGet(call, () => answerLimits(services));
    case 'tooling':
      return onlyGet(call, () => answerTooling(services, call));
    case 'search':
    case 'parameterizedsearch':
      throw refuse(501, 'NOT_IMPLEMENTED', `The local org has no ${call.path[0] ?? ''} resource.`);
    default:
      throw notFound();
  }
}
