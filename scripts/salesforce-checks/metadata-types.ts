/**
 * Checks element names, values and enumerations of metadata against the Metadata API's own description: the types that
 * @salesforce/types generates from the Metadata WSDL.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { MetadataFile, XmlElement } from './metadata-xml.ts';
import type { Problem } from './types.ts';

const DECLARATIONS = 'node_modules/@salesforce/types/lib/metadata.d.ts';

export type MetadataTypes = ReadonlyMap<string, ts.TypeNode>;
type Member = { readonly type: ts.TypeNode; readonly isRequired: boolean };

/** Answers every type of the Metadata API by name. */
export function loadMetadataTypes(root: string): MetadataTypes {
  const source = ts.createSourceFile('metadata.d.ts', readFileSync(join(root, DECLARATIONS), 'utf8'), ts.ScriptTarget.Latest, false);
  const types = new Map<string, ts.TypeNode>();
  for (const statement of source.statements) {
    if (ts.isTypeAliasDeclaration(statement)) types.set(statement.name.text, statement.type);
  }
  return types;
}

/** Answers what in the file the Metadata API does not know or would miss. */
export function checkAgainstTypes(file: MetadataFile, types: MetadataTypes): Problem[] {
  const type = types.get(file.root.name);
  if (!type) return [{ path: file.path, line: null, message: `The Metadata API has no type ${file.root.name}.` }];
  return checkElement(file.root, type, types, file.root.name).map((message) => ({ path: file.path, line: null, message }));
}

function checkElement(element: XmlElement, type: ts.TypeNode, types: MetadataTypes, where: string): string[] {
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const target = types.get(type.typeName.text);
    return target ? checkElement(element, target, types, where) : [];
  }
  if (ts.isArrayTypeNode(type)) return checkElement(element, type.elementType, types, where);
  if (ts.isUnionTypeNode(type)) return checkEnumeration(element, type, where);
  if (type.kind === ts.SyntaxKind.BooleanKeyword) return /^(true|false)$/.test(element.text) ? [] : [`${where} must be true or false, not "${element.text}".`];
  if (type.kind === ts.SyntaxKind.NumberKeyword)
    return element.text !== '' && Number.isFinite(Number(element.text)) ? [] : [`${where} must be a number, not "${element.text}".`];
  if (ts.isTypeLiteralNode(type) || ts.isIntersectionTypeNode(type)) return checkMembers(element, membersOf(type, types), types, where);
  return [];
}

function checkEnumeration(element: XmlElement, type: ts.UnionTypeNode, where: string): string[] {
  const allowed = type.types.flatMap((part) => (ts.isLiteralTypeNode(part) && ts.isStringLiteral(part.literal) ? [part.literal.text] : []));
  return allowed.length === 0 || allowed.includes(element.text) ? [] : [`${where} must be one of ${allowed.join(', ')}, not "${element.text}".`];
}

function checkMembers(element: XmlElement, members: ReadonlyMap<string, Member>, types: MetadataTypes, where: string): string[] {
  const problems: string[] = [];
  for (const child of element.children) {
    const member = members.get(child.name);
    if (member) problems.push(...checkElement(child, member.type, types, `${where}.${child.name}`));
    else problems.push(`${where} has no element ${child.name}.`);
  }
  for (const [name, member] of members) {
    if (member.isRequired && !element.children.some((child) => child.name === name)) problems.push(`${where} lacks its element ${name}.`);
  }
  return problems;
}

function membersOf(type: ts.TypeNode, types: MetadataTypes): ReadonlyMap<string, Member> {
  if (ts.isIntersectionTypeNode(type)) return new Map(type.types.flatMap((part) => [...membersOf(part, types)]));
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const target = types.get(type.typeName.text);
    return target ? membersOf(target, types) : new Map();
  }
  if (!ts.isTypeLiteralNode(type)) return new Map();
  const members = new Map<string, Member>();
  for (const member of type.members) {
    if (!ts.isPropertySignature(member) || !member.type || !ts.isIdentifier(member.name)) continue;
    members.set(member.name.text, { type: member.type, isRequired: !member.questionToken && !ts.isArrayTypeNode(member.type) });
  }
  return members;
}
