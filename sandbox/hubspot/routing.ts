import { invalid } from './errors.ts';
import type { Actor, Portal } from './portal.ts';
import type { ObjectKind } from './schema/objects.ts';

/** One API call, parsed and admitted. */
export interface Call {
  readonly portal: Portal;
  readonly actor: Actor;
  readonly method: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON or form fields; undefined when there was no body. */
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export type Handler = (call: Call) => Answer;

/** Which allowance a call spends. `none` is for OAuth and presigned files, which need no token; the journal has a token and no limit. */
export type Bucket = 'general' | 'search' | 'associations' | 'journal' | 'none';

export interface Route {
  readonly method: string;
  /** Segments; `:name` becomes a param. Trailing slashes do not matter. */
  readonly path: string;
  readonly handler: Handler;
  /** Any one of these scopes admits the call; empty admits every token. Works on the params, in a portal that may have objects of its own. */
  readonly scopes: (params: Readonly<Record<string, string>>, portal: Portal) => readonly string[];
  readonly bucket: Bucket;
}

interface Node {
  readonly fixed: Map<string, Node>;
  param: { readonly name: string; readonly node: Node } | null;
  readonly routes: Map<string, Route>;
}

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const newNode = (): Node => ({ fixed: new Map(), param: null, routes: new Map() });

function insert(root: Node, route: Route): void {
  let node = root;
  for (const segment of route.path.split('/').filter((part) => part !== '')) {
    if (segment.startsWith(':')) {
      node.param ??= { name: segment.slice(1), node: newNode() };
      if (node.param.name !== segment.slice(1)) throw new Error(`${route.path}: param is called :${node.param.name} elsewhere`);
      node = node.param.node;
      continue;
    }
    const next = node.fixed.get(segment) ?? newNode();
    node.fixed.set(segment, next);
    node = next;
  }
  node.routes.set(route.method, route);
}

/** A stray percent sign is taken as it stands. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Walks fixed segments first and comes back for params, so `/batch/read` wins over `/:id/read`. */
function walk(node: Node, segments: readonly string[], at: number, params: Record<string, string>): Node | null {
  const segment = segments[at];
  if (segment === undefined) return node.routes.size > 0 ? node : null;
  const fixed = node.fixed.get(segment);
  const found = fixed === undefined ? null : walk(fixed, segments, at + 1, params);
  if (found !== null || node.param === null) return found;
  params[node.param.name] = decoded(segment);
  return walk(node.param.node, segments, at + 1, params);
}

/** Finds the route of a call: the route, `wrong-method`, or null when the path is not served. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Found | 'wrong-method' | null {
  const root = newNode();
  for (const route of routes) insert(root, route);
  return (method, path) => {
    const params: Record<string, string> = {};
    const node = walk(
      root,
      path.split('/').filter((part) => part !== ''),
      0,
      params,
    );
    if (node === null) return null;
    const route = node.routes.get(method);
    return route === undefined ? 'wrong-method' : { route, params };
  };
}

/** The object a path names, or 400 in HubSpot's words. */
export function kindOf(portal: Portal, name: string): ObjectKind {
  const kind = portal.state.kind(name);
  if (kind === undefined) throw invalid(`Unable to infer object type from: ${name}`);
  return kind;
}

export const readScope: Route['scopes'] = ({ objectType }, portal) => [kindOf(portal, objectType ?? '').readScope];
export const writeScope: Route['scopes'] = ({ objectType }, portal) => [kindOf(portal, objectType ?? '').writeScope];
export const anyScope: Route['scopes'] = () => [];
