const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));

/** Bytes below 0x20 that have an escape of two characters: byte → the letter after the backslash. */
const SHORT_ESCAPES: Readonly<Record<number, number>> = {
  0x08: 0x62,
  0x09: 0x74,
  0x0a: 0x6e,
  0x0c: 0x66,
  0x0d: 0x72,
};

/** One piece of a JSON text: bytes that stand as they are, or a text that becomes a JSON string. */
export interface JsonPart {
  readonly bytes: Uint8Array;
  /** True: quoted and escaped as JSON.stringify does it. False: copied. */
  readonly quoted: boolean;
}

function escapedLength(text: Uint8Array): number {
  let length = 2;
  for (const byte of text) {
    if (byte === QUOTE || byte === BACKSLASH) length += 2;
    else if (byte >= 0x20) length += 1;
    else length += SHORT_ESCAPES[byte] === undefined ? 6 : 2;
  }
  return length;
}

/** Writes the escaped text from `at` on and returns where it ended. */
function writeEscaped(target: Uint8Array, start: number, text: Uint8Array): number {
  let at = start;
  target[at++] = QUOTE;
  for (const byte of text) {
    if (byte >= 0x20) {
      if (byte === QUOTE || byte === BACKSLASH) target[at++] = BACKSLASH;
      target[at++] = byte;
      continue;
    }
    target[at++] = BACKSLASH;
    const letter = SHORT_ESCAPES[byte];
    if (letter !== undefined) {
      target[at++] = letter;
      continue;
    }
    target.set([0x75, 0x30, 0x30, HEX[byte >> 4] ?? 0, HEX[byte & 15] ?? 0], at);
    at += 5;
  }
  target[at++] = QUOTE;
  return at;
}

/**
 * The pieces one after the other in one buffer of exactly their length, off-heap and unpooled, so that wiping it
 * leaves no copy. Quoted pieces must be well-formed UTF-8; they are escaped byte for byte as JSON.stringify does
 * (RFC 8259 §7).
 */
export function joinJson(parts: readonly JsonPart[]): Uint8Array {
  const length = parts.reduce(
    (sum, part) => sum + (part.quoted ? escapedLength(part.bytes) : part.bytes.length),
    0,
  );
  const joined = new Uint8Array(new ArrayBuffer(length));
  let at = 0;
  for (const part of parts) {
    if (part.quoted) {
      at = writeEscaped(joined, at, part.bytes);
    } else {
      joined.set(part.bytes, at);
      at += part.bytes.length;
    }
  }
  return joined;
}

/** A JSON value of which some texts are UTF-8 bytes; a Map is an object whose order and names stay as they are. */
export type JsonTree =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly JsonTree[]
  | ReadonlyMap<string, JsonTree>
  | { readonly [name: string]: JsonTree };

/**
 * The value as JSON.stringify writes it, in one buffer of exactly its length, off-heap and unpooled; byte strings must be
 * well-formed UTF-8 and become texts. The caller wipes what was given and what is returned.
 */
export function jsonBytes(value: JsonTree): Uint8Array {
  const parts: JsonPart[] = [];
  addParts(value, parts);
  return joinJson(parts);
}

function addParts(value: JsonTree, parts: JsonPart[]): void {
  if (value instanceof Uint8Array) parts.push({ bytes: value, quoted: true });
  else if (Array.isArray(value)) addList('[', value, ']', parts);
  else if (value instanceof Map) addEntries([...(value as ReadonlyMap<string, JsonTree>)], parts);
  else if (typeof value === 'object' && value !== null) addEntries(Object.entries(value), parts);
  else parts.push(plain(JSON.stringify(value)));
}

function addList(open: string, items: readonly JsonTree[], close: string, parts: JsonPart[]): void {
  parts.push(plain(open));
  items.forEach((item, i) => {
    if (i > 0) parts.push(plain(','));
    addParts(item, parts);
  });
  parts.push(plain(close));
}

function addEntries(entries: readonly (readonly [string, JsonTree])[], parts: JsonPart[]): void {
  parts.push(plain('{'));
  entries.forEach(([name, value], i) => {
    parts.push(plain(`${i > 0 ? ',' : ''}${JSON.stringify(name)}:`));
    addParts(value, parts);
  });
  parts.push(plain('}'));
}

/** What is no secret: JSON as text, everything but ASCII in UTF-8. */
function plain(json: string): JsonPart {
  const bytes: number[] = [];
  for (const character of json) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code >> 6), tail(code));
    else bytes.push(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code));
  }
  return { bytes: Uint8Array.from(bytes), quoted: false };
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}
