/** A metadata file as an element tree. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Problem, SourceFile } from './types.ts';

export type XmlElement = { readonly name: string; readonly text: string; readonly children: readonly XmlElement[] };
export type MetadataFile = { readonly path: string; readonly root: XmlElement };

type RawNode = { readonly [name: string]: unknown };

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: true, parseTagValue: false, trimValues: true });

/** Answers the tree of a `-meta.xml` file, or the one problem that it is not well-formed. */
export function parseMetadata(file: SourceFile): MetadataFile | Problem {
  const valid = XMLValidator.validate(file.text);
  if (valid !== true) return { path: file.path, line: valid.err.line, message: `is not well-formed: ${valid.err.msg}` };
  // preserveOrder answers an array of single-key objects.
  const nodes = (parser.parse(file.text) as readonly RawNode[]).map(toElement).filter((element) => !element.name.startsWith('?'));
  const root = nodes[0];
  return root ? { path: file.path, root } : { path: file.path, line: 1, message: 'is empty.' };
}

function toElement(node: RawNode): XmlElement {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  const content = node[name];
  if (!Array.isArray(content)) return { name, text: String(content ?? ''), children: [] };
  const inner = (content as readonly RawNode[]).map(toElement);
  return { name, text: inner.find((child) => child.name === '#text')?.text ?? '', children: inner.filter((child) => child.name !== '#text') };
}

/** Answers the text of the first child of that name; null when there is none. */
export function textOf(element: XmlElement, name: string): string | null {
  return element.children.find((child) => child.name === name)?.text ?? null;
}

/** Answers every child of that name. */
export function all(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
