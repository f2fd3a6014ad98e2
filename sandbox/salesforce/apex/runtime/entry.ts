/** The ways into a program that the org and the API have: triggers, REST, Aura methods, the install handler. */
import type { ApexProgram, ApexRestRequest, ApexRestResponse, Transaction } from '../../contract.ts';
import type { ClassInfo, MethodInfo } from '../compiler/infos.ts';
import { Bag } from '../library/define.ts';
import { serialize, typed } from '../library/json.ts';
import { parseJson } from '../library/json-parse.ts';
import { newRestRequest, newRestResponse } from '../library/web.ts';
import { AMap } from './collections.ts';
import { callInterface } from './helpers.ts';
import type { Runtime } from './runtime.ts';
import { runTriggers, triggersOn } from './triggers.ts';

type RestRoute = { readonly pattern: RegExp; readonly cls: ClassInfo; readonly mapping: string };

const VERBS: Readonly<Record<string, string>> = { GET: 'httpget', POST: 'httppost', PUT: 'httpput', PATCH: 'httppatch', DELETE: 'httpdelete' };

/** Calls a user's static method with arguments already in Apex form. */
export function callStatic(runtime: Runtime, method: MethodInfo, args: readonly unknown[]): unknown {
  const target = runtime.constructors[method.owner.index];
  const run: unknown = target && Reflect.get(target, method.js);
  if (typeof run !== 'function') throw new Error(`${method.owner.fullName}.${method.name} was not compiled`);
  runtime.statics(method.owner.index);
  const result: unknown = Reflect.apply(run, target, [...args]);
  return result === undefined ? null : result;
}

function restRoutes(runtime: Runtime): RestRoute[] {
  return runtime.classes.flatMap((cls) => {
    const mapping = cls.annotations.get('restresource')?.get('urlmapping');
    if (mapping === undefined) return [];
    const source = mapping.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*');
    return [{ cls, mapping, pattern: new RegExp(`^${source}$`) }];
  });
}

function withAnnotation(cls: ClassInfo, annotation: string): MethodInfo | undefined {
  return [...cls.methods.values()].flat().find((m) => m.isStatic && m.annotations.has(annotation));
}

/** Fills RestContext, calls the method, and answers as the platform would: the result as JSON unless the code set a body. */
function invokeRest(runtime: Runtime, route: RestRoute, method: MethodInfo, transaction: Transaction, request: ApexRestRequest): ApexRestResponse {
  const context = runtime.contextOf(transaction);
  return runtime.inContext(context, () => {
    const rest = newRestRequest();
    Object.assign(rest.values, {
      httpMethod: request.method,
      requestURI: request.path,
      resourcePath: `/services/apexrest${route.mapping}`,
      requestBody: request.body,
    });
    fill(rest.values['headers'], request.headers);
    fill(rest.values['params'], request.params);
    const response = newRestResponse();
    context.rest = { request: rest, response };
    const result = callStatic(runtime, method, restArguments(method, request));
    return answer(response, result, method.returns.kind === 'void');
  });
}

function fill(map: unknown, values: Readonly<Record<string, string>>): void {
  if (map instanceof AMap) for (const [name, value] of Object.entries(values)) map.put(name, value);
}

/** Parameters of a REST method come from the members of a JSON body, or from the query for GET and DELETE. */
function restArguments(method: MethodInfo, request: ApexRestRequest): unknown[] {
  if (!method.params.length) return [];
  if (request.method === 'GET' || request.method === 'DELETE') return method.params.map((p) => typed(request.params[p.name] ?? null, p.type, false));
  const body = parseJson(Buffer.from(request.body).toString('utf8'));
  return method.params.map((p) => typed((body instanceof Map ? body.get(p.name) : undefined) ?? null, p.type, false));
}

function answer(response: Bag, result: unknown, isVoid: boolean): ApexRestResponse {
  const { values } = response;
  const headers: Record<string, string> = { 'Content-Type': 'application/json;charset=UTF-8' };
  if (values['headers'] instanceof AMap) for (const { key, value } of values['headers'].entries.values()) headers[String(key)] = String(value);
  const set = values['responseBody'];
  const body =
    set instanceof Uint8Array ? set : isVoid ? new Uint8Array() : new Uint8Array(Buffer.from(serialize(result, { pretty: false, skipNulls: false }), 'utf8'));
  const status = values['statusCode'];
  return { status: typeof status === 'number' ? status : 200, headers, body };
}

/** The program as the contract names it. */
export function makeProgram(runtime: Runtime): ApexProgram {
  const routes = restRoutes(runtime);
  const classNamed = (name: string): ClassInfo => {
    const cls = runtime.classes.find((c) => c.fullName.toLowerCase() === name.toLowerCase());
    if (!cls) throw new Error(`there is no Apex class ${name}`);
    return cls;
  };
  return {
    hasTriggers: (object, event) => triggersOn(runtime, object, event).length > 0,
    runTriggers: (transaction, invocation) => {
      const context = runtime.contextOf(transaction);
      runtime.inContext(context, () => runTriggers(runtime, invocation));
    },
    findRest: (method, path) => {
      for (const route of routes) {
        const handler = route.pattern.test(path) ? withAnnotation(route.cls, VERBS[method.toUpperCase()] ?? '') : undefined;
        if (handler) return { className: route.cls.fullName, invoke: (transaction, request) => invokeRest(runtime, route, handler, transaction, request) };
      }
      return null;
    },
    callAura: (transaction, className, name, args, wired = false) => {
      const context = runtime.contextOf(transaction);
      return runtime.inContext(context, () => {
        const method = classNamed(className)
          .methods.get(name.toLowerCase())
          ?.find((m) => m.isStatic && m.annotations.has('auraenabled'));
        if (!method) throw new Error(`${className}.${name} is not an @AuraEnabled method`);
        const isCacheable = method.annotations.get('auraenabled')?.get('cacheable')?.toLowerCase() === 'true';
        if (wired && !isCacheable) throw new Error(`${className}.${name} is wired but not cacheable=true`);
        context.limits.isReadOnly = isCacheable;
        const given = new Map(Object.entries(args).map(([k, v]) => [k.toLowerCase(), v]));
        const values = method.params.map((p) => typed(parseJson(JSON.stringify(given.get(p.name.toLowerCase()) ?? null)), p.type, false));
        const result: unknown = JSON.parse(serialize(callStatic(runtime, method, values), { pretty: false, skipNulls: false }));
        return result;
      });
    },
    runInstallHandler: (transaction, className) =>
      runtime.inContext(runtime.contextOf(transaction), () => {
        const cls = classNamed(className);
        const Constructor = runtime.constructors[cls.index];
        const start = cls.constructors.find((c) => c.params.length === 0);
        if (!Constructor || !start) throw new Error(`${className} has no constructor without parameters`);
        const handler = new Constructor();
        const construct: unknown = Reflect.get(handler, start.js);
        if (typeof construct === 'function') Reflect.apply(construct, handler, []);
        callInterface(handler, 'oninstall', [new Bag('InstallContext', { previousVersion: null, isPush: false })]);
      }),
  };
}
