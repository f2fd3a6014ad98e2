/** What is remembered of each object, one document per side and object. */
import type { ConnectionId, Side } from '../domain/model.ts';
import type { Store, StoredDocument } from '../engine/ports.ts';
import { stateSchema } from './model.ts';
import type { ObjectState } from './model.ts';

const OBJECT = 'drift.object';
const pageMax = 500;
export type ObjectPlace = { readonly side: Side; readonly object: string };
export type Kept = ObjectPlace & { readonly state: ObjectState; readonly version: number };
type Ports = { readonly connection: ConnectionId; readonly store: Pick<Store, 'listDocuments' | 'saveDocuments' | 'dropDocuments' | 'documents'> };

export const keyOf = ({ side, object }: ObjectPlace): string => `${side}:${object}`;

/** Null for a document of an older shape: it is as if the object had never been looked at. */
function keptIn({ key, body, version }: StoredDocument): Kept | null {
  const parsed = stateSchema.safeParse(JSON.parse(body));
  const [side, object] = [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];
  return parsed.success ? { side: side === 'hubspot' ? 'hubspot' : 'salesforce', object, state: parsed.data, version } : null;
}

/** Everything remembered; objects are few. */
export async function allKept({ store, connection }: Ports): Promise<readonly Kept[]> {
  const { items } = await store.listDocuments(connection, OBJECT, { limit: pageMax });
  return items.flatMap((item) => keptIn(item) ?? []);
}

export async function keptOf({ store, connection }: Ports, place: ObjectPlace): Promise<Kept | null> {
  const [found] = await store.documents(connection, OBJECT, [keyOf(place)]);
  return found === undefined ? null : keptIn(found);
}

/** False when somebody else was first. */
export function saveState({ store, connection }: Ports, place: ObjectPlace, state: ObjectState, version: number | null): Promise<boolean> {
  const document = { kind: OBJECT, key: keyOf(place), group: '', rank: state.checkedAt, body: JSON.stringify(state) };
  return store.saveDocuments(connection, [version === null ? document : { ...document, ifVersion: version }]);
}

export async function forget({ store, connection }: Ports, places: readonly ObjectPlace[]): Promise<void> {
  if (places.length > 0) await store.dropDocuments(connection, OBJECT, places.map(keyOf));
}
