/** What the local workspace holds, and Notion's own rules for it. In memory: a workspace lives as long as its process. */
import { randomUUID } from 'node:crypto';

/** Limits of one request (Notion, "Request limits"). */
const TEXT_MAX = 2_000;
const URL_MAX = 2_000;
const BLOCKS_MAX = 100;
const BLOCK_KINDS: ReadonlySet<string> = new Set(['paragraph', 'heading_1', 'heading_2', 'heading_3', 'bulleted_list_item', 'numbered_list_item', 'to_do']);
const PROPERTY_KINDS: ReadonlySet<string> = new Set(['title', 'rich_text', 'number', 'date', 'select', 'url', 'checkbox']);

/** An answer in Notion's error form: its status and code are what clients act on. */
export class NotionError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
const refuse = (message: string): NotionError => new NotionError(400, 'validation_error', message);

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface Database {
  readonly id: string;
  readonly title: string;
  readonly dataSource: { readonly id: string; readonly properties: Map<string, string> };
  /** Whether the integration was added to it; it is as good as absent otherwise. */
  isShared: boolean;
}
export interface StoredPage {
  readonly id: string;
  readonly url: string;
  readonly dataSource: string;
  readonly createdAt: string;
  readonly properties: Fields;
  readonly children: readonly Fields[];
  inTrash: boolean;
}

export interface Workspace {
  addDatabase(title: string, properties: Readonly<Record<string, string>>): Database;
  /** By id, with or without dashes. Throws `object_not_found` unless it is there and shared. */
  database(id: string): Database;
  source(id: string): Database;
  widen(id: string, properties: unknown): Database;
  query(id: string, body: unknown): readonly StoredPage[];
  createPage(body: unknown): StoredPage;
  page(id: string): StoredPage;
  readonly pages: readonly StoredPage[];
  readonly databases: readonly Database[];
}

const plainId = (id: string): string => id.replaceAll('-', '').toLowerCase();

function checkText(value: unknown, where: string): readonly Fields[] {
  if (!Array.isArray(value)) throw refuse(`body failed validation: ${where} should be an array.`);
  return value.map((item: unknown, at) => {
    const content = isFields(item) && isFields(item['text']) ? item['text']['content'] : undefined;
    if (typeof content !== 'string') throw refuse(`body failed validation: ${where}[${at}].text.content should be a string.`);
    if (content.length > TEXT_MAX)
      throw refuse(`body failed validation: ${where}[${at}].text.content.length should be ≤ \`${TEXT_MAX}\`, instead was \`${content.length}\`.`);
    return { type: 'text', text: { content, link: null }, plain_text: content };
  });
}

/** One property value in the form it is read back in. */
function checkValue(name: string, kind: string, value: unknown): unknown {
  const where = `body.properties.${name}.${kind}`;
  const given = isFields(value) ? value[kind] : undefined;
  if (given === undefined) throw refuse(`${name} is expected to be ${kind}.`);
  switch (kind) {
    case 'title':
    case 'rich_text':
      return checkText(given, where);
    case 'number':
      if (given !== null && (typeof given !== 'number' || !Number.isFinite(given)))
        throw refuse(`body failed validation: ${where} should be a number or \`null\`.`);
      return given;
    case 'checkbox':
      if (typeof given !== 'boolean') throw refuse(`body failed validation: ${where} should be a boolean.`);
      return given;
    case 'url':
      if (given !== null && (typeof given !== 'string' || given === '' || given.length > URL_MAX))
        throw refuse(`body failed validation: ${where} should be a valid url.`);
      return given;
    case 'date': {
      const start = isFields(given) ? given['start'] : undefined;
      if (given !== null && (typeof start !== 'string' || Number.isNaN(Date.parse(start))))
        throw refuse(`body failed validation: ${where}.start should be a valid ISO 8601 date string.`);
      return given === null ? null : { start, end: null, time_zone: null };
    }
    case 'select': {
      const option = isFields(given) ? given['name'] : undefined;
      if (given !== null && (typeof option !== 'string' || option === '' || option.includes(',')))
        throw refuse(`Invalid select option, commas not allowed: ${String(option)}`);
      return given === null ? null : { id: String(option), name: option, color: 'default' };
    }
    default:
      throw refuse(`${name} cannot be written.`);
  }
}

function checkBlock(block: unknown, at: number): Fields {
  const kind = isFields(block) ? Object.keys(block).find((key) => BLOCK_KINDS.has(key)) : undefined;
  const body = isFields(block) && kind !== undefined ? block[kind] : undefined;
  if (kind === undefined || !isFields(body)) throw refuse(`body failed validation: body.children[${at}] should be a block.`);
  if (kind !== 'to_do' && body['checked'] !== undefined) throw refuse(`body failed validation: body.children[${at}].${kind}.checked should be not present.`);
  return { object: 'block', type: kind, [kind]: { ...body, rich_text: checkText(body['rich_text'], `body.children[${at}].${kind}.rich_text`) } };
}

export function createWorkspace(): Workspace {
  const databases: Database[] = [];
  const pages: StoredPage[] = [];

  const shared = (found: Database | undefined, id: string, what: string): Database => {
    if (found?.isShared !== true) {
      throw new NotionError(
        404,
        'object_not_found',
        `Could not find ${what} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
      );
    }
    return found;
  };
  const source = (id: string): Database =>
    shared(
      databases.find(({ dataSource }) => plainId(dataSource.id) === plainId(id)),
      id,
      'data_source',
    );

  function checkProperties(given: unknown, known: ReadonlyMap<string, string>): Fields {
    if (!isFields(given)) throw refuse('body failed validation: body.properties should be an object.');
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => {
        const title = [...known].find(([, kind]) => kind === 'title')?.[0] ?? '';
        const actual = name === 'title' && !known.has(name) ? title : name;
        const kind = known.get(actual);
        if (kind === undefined) throw refuse(`${name} is not a property that exists.`);
        return [actual, { id: actual, type: kind, [kind]: checkValue(name, kind, value) }];
      }),
    );
  }

  return {
    databases,
    pages,
    source,
    addDatabase(title, properties) {
      const database = { id: randomUUID(), title, dataSource: { id: randomUUID(), properties: new Map(Object.entries(properties)) }, isShared: true };
      databases.push(database);
      return database;
    },
    database: (id) =>
      shared(
        databases.find((one) => plainId(one.id) === plainId(id)),
        id,
        'database',
      ),
    widen(id, properties) {
      const found = source(id);
      if (!isFields(properties)) throw refuse('body failed validation: body.properties should be an object.');
      for (const [name, config] of Object.entries(properties)) {
        const kind = isFields(config) ? Object.keys(config).find((key) => PROPERTY_KINDS.has(key)) : undefined;
        if (kind === undefined || kind === 'title') throw refuse(`body failed validation: body.properties.${name} should be a property schema.`);
        found.dataSource.properties.set(name, kind);
      }
      return found;
    },
    query(id, body) {
      const found = source(id);
      const filter = isFields(body) ? body['filter'] : undefined;
      const all = pages.filter((page) => page.dataSource === found.dataSource.id && !page.inTrash);
      if (filter === undefined) return all;
      const name = isFields(filter) && typeof filter['property'] === 'string' ? filter['property'] : '';
      const kind = found.dataSource.properties.get(name);
      if (kind === undefined) throw refuse(`Could not find property with name or id: ${name}`);
      const text = isFields(filter) && isFields(filter['rich_text']) ? filter['rich_text']['equals'] : undefined;
      if (kind !== 'rich_text' || typeof text !== 'string') throw refuse(`database property ${kind} does not match filter rich_text`);
      const textOf = (page: StoredPage): string => {
        const value = page.properties[name];
        const parts = isFields(value) && Array.isArray(value['rich_text']) ? value['rich_text'] : [];
        return parts.map((part: unknown) => (isFields(part) ? String(part['plain_text']) : '')).join('');
      };
      return all.filter((page) => textOf(page) === text);
    },
    createPage(body) {
      if (!isFields(body) || !isFields(body['parent'])) throw refuse('body failed validation: body.parent should be defined.');
      const { data_source_id: sourceId, database_id: databaseId } = body['parent'];
      if (typeof sourceId !== 'string')
        throw refuse(
          typeof databaseId === 'string'
            ? 'body failed validation: name a data_source_id.'
            : 'body failed validation: body.parent.data_source_id should be defined.',
        );
      const found = source(sourceId);
      const children = body['children'] ?? [];
      if (!Array.isArray(children)) throw refuse('body failed validation: body.children should be an array.');
      if (children.length > BLOCKS_MAX)
        throw refuse(`body failed validation: body.children.length should be ≤ \`${BLOCKS_MAX}\`, instead was \`${children.length}\`.`);
      const id = randomUUID();
      const page: StoredPage = {
        id,
        url: `https://www.notion.so/${plainId(id)}`,
        dataSource: found.dataSource.id,
        createdAt: new Date().toISOString(),
        properties: checkProperties(body['properties'] ?? {}, found.dataSource.properties),
        children: children.map(checkBlock),
        inTrash: false,
      };
      pages.push(page);
      return page;
    },
    page(id) {
      const page = pages.find((one) => plainId(one.id) === plainId(id));
      if (page === undefined) throw new NotionError(404, 'object_not_found', `Could not find page with ID: ${id}.`);
      return page;
    },
  };
}
