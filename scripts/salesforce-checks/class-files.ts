/**
 * Reads field names of Salesforce's standard objects out of a jar of Java classes, one class per object, without Java:
 * a jar is a zip, and a class file lists its fields. Formats: PKWARE APPNOTE 6.3, JVM specification chapter 4.
 */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export type JavaField = {
  readonly name: string;
  /** Class name with slashes: `com/nawforce/runforce/System/String`. */
  readonly type: string;
};

const CENTRAL_ENTRY = 0x02014b50;
const END_OF_CENTRAL_DIRECTORY = 0x06054b50;
const DEFLATED = 8;

/** Answers the entries of a jar by name; each is unpacked when it is asked for. */
export function openJar(path: string): ReadonlyMap<string, () => Buffer> {
  const jar = readFileSync(path);
  const entries = new Map<string, () => Buffer>();
  let end = jar.length - 22;
  while (end >= 0 && jar.readUInt32LE(end) !== END_OF_CENTRAL_DIRECTORY) end--;
  if (end < 0) throw new Error(`${path} is not a jar.`);
  let at = jar.readUInt32LE(end + 16);
  while (jar.readUInt32LE(at) === CENTRAL_ENTRY) {
    const method = jar.readUInt16LE(at + 10);
    const packedLength = jar.readUInt32LE(at + 20);
    const nameLength = jar.readUInt16LE(at + 28);
    const local = jar.readUInt32LE(at + 42);
    const name = jar.toString('utf8', at + 46, at + 46 + nameLength);
    entries.set(name, () => {
      const start = local + 30 + jar.readUInt16LE(local + 26) + jar.readUInt16LE(local + 28);
      const packed = jar.subarray(start, start + packedLength);
      return method === DEFLATED ? inflateRawSync(packed) : packed;
    });
    at += 46 + nameLength + jar.readUInt16LE(at + 30) + jar.readUInt16LE(at + 32);
  }
  return entries;
}

/** Bytes after the tag of each constant; text (1) carries its own length, long and double (5, 6) take two places. */
const CONSTANT_SIZES: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 2,
  8: 2,
  9: 4,
  10: 4,
  11: 4,
  12: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};

/** Answers the fields of a class file, in order. */
export function fieldsOf(bytes: Buffer): JavaField[] {
  const texts = new Map<number, string>();
  const count = bytes.readUInt16BE(8);
  let at = 10;
  for (let index = 1; index < count; index++) {
    const tag = bytes.readUInt8(at);
    if (tag === 1) {
      const length = bytes.readUInt16BE(at + 1);
      texts.set(index, bytes.toString('utf8', at + 3, at + 3 + length));
      at += 3 + length;
      continue;
    }
    const size = CONSTANT_SIZES[tag];
    if (size === undefined) throw new Error(`Unknown constant ${tag} in a class file.`);
    at += 1 + size;
    if (tag === 5 || tag === 6) index++;
  }
  at += 6;
  at += 2 + 2 * bytes.readUInt16BE(at);
  const fields: JavaField[] = [];
  const fieldCount = bytes.readUInt16BE(at);
  at += 2;
  for (let index = 0; index < fieldCount; index++) {
    fields.push({ name: texts.get(bytes.readUInt16BE(at + 2)) ?? '', type: (texts.get(bytes.readUInt16BE(at + 4)) ?? '').replace(/^L|;$/g, '') });
    const attributes = bytes.readUInt16BE(at + 6);
    at += 8;
    for (let attribute = 0; attribute < attributes; attribute++) at += 6 + bytes.readUInt32BE(at + 2);
  }
  return fields;
}
