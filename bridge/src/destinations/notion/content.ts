/** A page in Notion's own form: properties where the database has them, blocks for the rest. */
import type { PageFact, PageContent, PageSection } from '../../engine/ports.ts';

/** As the API takes them. The client's own types spell out every form there is, which costs the compiler seconds. */
type Text = readonly { readonly text: { readonly content: string } }[];
type Property =
  | { readonly title: Text }
  | { readonly rich_text: Text }
  | { readonly number: number }
  | { readonly date: { readonly start: string } }
  | { readonly select: { readonly name: string } }
  | { readonly url: string }
  | { readonly checkbox: boolean };
export type Properties = Readonly<Record<string, Property>>;
export type Block =
  | { readonly paragraph: { readonly rich_text: Text } }
  | { readonly heading_2: { readonly rich_text: Text } }
  | { readonly bulleted_list_item: { readonly rich_text: Text } }
  | { readonly to_do: { readonly rich_text: Text; readonly checked: boolean } };
/** Type by property name. */
export type PropertyTypes = ReadonlyMap<string, string>;

/** Notion's limits on one text and on the blocks of one call (Request limits, developers.notion.com). */
const textMax = 2_000;
const blocksMax = 100;

const textOf = (content: string): Text => [{ text: { content: content.slice(0, textMax) } }];

function propertyOf({ kind, value }: PageFact, type: string): Property | null {
  switch (type) {
    case 'rich_text':
      return { rich_text: textOf(value) };
    case 'number':
      return kind === 'number' ? { number: Number(value) } : null;
    case 'date':
      return kind === 'date' ? { date: { start: value } } : null;
    case 'select':
      // A comma cannot stand in the name of an option.
      return { select: { name: value.replaceAll(',', ' ').slice(0, 100) } };
    case 'url':
      return /^https?:\/\//.test(value) ? { url: value.slice(0, textMax) } : null;
    case 'checkbox':
      return value === 'true' || value === 'false' ? { checkbox: value === 'true' } : null;
    default:
      return null;
  }
}

/** Facts the database has a fitting property for, and those that are left to stand on the page. */
export function propertiesOf({ title, facts }: PageContent, types: PropertyTypes): { readonly properties: Properties; readonly rest: readonly PageFact[] } {
  const titleName = [...types].find(([, type]) => type === 'title')?.[0] ?? 'title';
  const properties: Record<string, Property> = { [titleName]: { title: textOf(title) } };
  const rest: PageFact[] = [];
  for (const fact of facts) {
    const property = propertyOf(fact, types.get(fact.name) ?? '');
    if (property === null) rest.push(fact);
    else properties[fact.name] = property;
  }
  return { properties, rest };
}

const heading = (text: string): Block => ({ heading_2: { rich_text: textOf(text) } });
const lineOf: Readonly<Record<PageSection['kind'], (line: string) => Block>> = {
  bullets: (line) => ({ bulleted_list_item: { rich_text: textOf(line) } }),
  checklist: (line) => ({ to_do: { rich_text: textOf(line), checked: false } }),
};

/** The page's content, as much as one call may carry. */
export function blocksOf(facts: readonly PageFact[], sections: readonly PageSection[]): readonly Block[] {
  const told = facts.map(({ name, value }): Block => ({ paragraph: { rich_text: textOf(`${name}: ${value}`) } }));
  const blocks = [...told, ...sections.flatMap(({ heading: text, kind, lines }) => [heading(text), ...lines.map(lineOf[kind])])];
  return blocks.slice(0, blocksMax);
}
