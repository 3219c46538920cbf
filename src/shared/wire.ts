import { VaultError } from './vault-error.ts';

/**
 * A value as bytes, for the owner's socket: u32 length of the JSON, big-endian ‖ JSON in ASCII ‖ blobs. A byte string is
 * no text on the way: in the JSON stands `{"$bytes":[offset,length]}`, its bytes are among the blobs, which follow each
 * other in the order in which the JSON names them. A name that begins with `$` gets another `$` in front.
 */

/** What can be sent; what is undefined is left out, as in JSON. */
export type WireValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly WireValue[]
  | { readonly [name: string]: WireValue | undefined };

/** Limits on what is sent, against input that is made to cost. */
export const WIRE_LIMITS = { depth: 48, nodes: 4_000_000 } as const;

const HEADER_BYTES = 4;
const BYTES = '$bytes';

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * The value in bytes, in an ArrayBuffer of their own; the caller wipes them and what was given.
 * @throws VaultError `invalid_input` for what cannot be sent: functions, numbers that are not finite, too deep a nesting.
 */
export function encode(value: unknown): Uint8Array {
  const blobs: Uint8Array[] = [];
  const json = JSON.stringify(toJson(value ?? null, blobs, { depth: 0, nodes: 0 })).replace(
    NOT_ASCII,
    escaped,
  );
  let length = HEADER_BYTES + json.length;
  for (const blob of blobs) length += blob.length;
  const bytes = new Uint8Array(new ArrayBuffer(length));
  new DataView(bytes.buffer).setUint32(0, json.length);
  for (let i = 0; i < json.length; i += 1) bytes[HEADER_BYTES + i] = json.charCodeAt(i);
  let offset = HEADER_BYTES + json.length;
  for (const blob of blobs) {
    bytes.set(blob, offset);
    offset += blob.length;
  }
  return bytes;
}

const NOT_ASCII = /[\u007f-\uffff]/g;

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

interface Walk {
  depth: number;
  nodes: number;
}

function enter(walk: Walk): void {
  walk.nodes += 1;
  if (walk.depth > WIRE_LIMITS.depth) refuse('This is nested too deep.');
  if (walk.nodes > WIRE_LIMITS.nodes) refuse('This has too many parts.');
}

function toJson(value: unknown, blobs: Uint8Array[], walk: Walk): unknown {
  enter(walk);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : refuse('A number is not finite.');
  }
  if (value instanceof Uint8Array) return bytesToJson(value, blobs);
  if (typeof value !== 'object') return refuse('This cannot be sent.');
  walk.depth += 1;
  const json = Array.isArray(value)
    ? value.map((item: unknown) => toJson(item ?? null, blobs, walk))
    : objectToJson(value, blobs, walk);
  walk.depth -= 1;
  return json;
}

function bytesToJson(value: Uint8Array, blobs: Uint8Array[]): unknown {
  let offset = 0;
  for (const blob of blobs) offset += blob.length;
  blobs.push(value);
  return { [BYTES]: [offset, value.length] };
}

function objectToJson(value: object, blobs: Uint8Array[], walk: Walk): unknown {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) refuse('This cannot be sent.');
  const json = {};
  for (const [name, part] of Object.entries(value) as [string, unknown][]) {
    if (part === undefined) continue;
    put(json, name.startsWith('$') ? `$${name}` : name, toJson(part, blobs, walk));
  }
  return json;
}

/** Its own property whatever it is called: `__proto__` is a name like any other. */
function put(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/**
 * The value behind bytes of `encode`. Each byte string is a copy in an ArrayBuffer of its own, the caller's to wipe; so
 * are the bytes that were given.
 * @throws VaultError `invalid_input` for anything else; the bytes it had copied by then are zeroes.
 */
export function decode(bytes: Uint8Array): unknown {
  const { json, blobs } = split(bytes);
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return refuse('The message is no JSON.');
  }
  const reader = { blobs, offset: 0, copies: [] as Uint8Array[] };
  try {
    const value = fromJson(parsed, reader, { depth: 0, nodes: 0 });
    return reader.offset === blobs.length ? value : refuse('The message has bytes left over.');
  } catch (thrown) {
    for (const copy of reader.copies) copy.fill(0);
    throw thrown;
  }
}

function split(bytes: Uint8Array): { json: string; blobs: Uint8Array } {
  if (bytes.length < HEADER_BYTES) refuse('The message is cut off.');
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const end = HEADER_BYTES + length;
  if (end > bytes.length) refuse('The message is cut off.');
  const parts: string[] = [];
  for (let at = HEADER_BYTES; at < end; at += CHUNK) {
    const chunk = bytes.subarray(at, Math.min(end, at + CHUNK));
    for (const byte of chunk) if (byte > 0x7e) refuse('The message is not in ASCII.');
    parts.push(String.fromCharCode(...chunk));
  }
  return { json: parts.join(''), blobs: bytes.subarray(end) };
}

const CHUNK = 8192;

interface BlobReader {
  readonly blobs: Uint8Array;
  offset: number;
  readonly copies: Uint8Array[];
}

function fromJson(json: unknown, reader: BlobReader, walk: Walk): unknown {
  enter(walk);
  if (json === null || typeof json !== 'object') return json;
  if (Object.hasOwn(json, BYTES)) return readBlob(json, reader);
  walk.depth += 1;
  const value = Array.isArray(json)
    ? json.map((item: unknown) => fromJson(item, reader, walk))
    : objectFromJson(json, reader, walk);
  walk.depth -= 1;
  return value;
}

function objectFromJson(json: object, reader: BlobReader, walk: Walk): object {
  const value = {};
  for (const [name, part] of Object.entries(json) as [string, unknown][]) {
    if (name.startsWith('$') && !name.startsWith('$$')) refuse('The message is malformed.');
    put(value, name.startsWith('$') ? name.slice(1) : name, fromJson(part, reader, walk));
  }
  return value;
}

/** Each blob begins where the one before it ended: no byte is in two of them or in none. */
function readBlob(json: object, reader: BlobReader): Uint8Array {
  const [[name, place] = [], ...others] = Object.entries(json) as [string, unknown][];
  if (name !== BYTES || others.length > 0 || !Array.isArray(place) || place.length !== 2) {
    return refuse('The message is malformed.');
  }
  const [offset, length] = place as unknown[];
  if (offset !== reader.offset || typeof length !== 'number' || !Number.isSafeInteger(length)) {
    return refuse('The message is malformed.');
  }
  const end = reader.offset + length;
  if (length < 0 || end > reader.blobs.length) return refuse('The message is cut off.');
  const copy = new Uint8Array(new ArrayBuffer(length));
  copy.set(reader.blobs.subarray(reader.offset, end));
  reader.copies.push(copy);
  reader.offset = end;
  return copy;
}

/** Whether bytes of `encode` hold a byte string that is not empty. */
export function hasBytes(encoded: Uint8Array): boolean {
  const { buffer, byteOffset, byteLength } = encoded;
  return encoded.length > HEADER_BYTES + new DataView(buffer, byteOffset, byteLength).getUint32(0);
}

/** Zeroes every byte string in a value of `decode`, or one that was encoded. */
export function wipeBytesIn(value: unknown): void {
  if (value instanceof Uint8Array) value.fill(0);
  else if (typeof value === 'object' && value !== null) Object.values(value).forEach(wipeBytesIn);
}
