import { FIELD_NAME } from '../../shared/secret.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { ascii, wipe } from '../crypto/bytes.ts';
import { JsonByteReader, NotJsonError } from './json-byte-reader.ts';
import { joinJson, type JsonPart } from '../../shared/json-bytes.ts';
import { isUtf8 } from './utf8.ts';

/** A member that this version does not know: kept as it stands, so that an edit does not lose it. */
export interface ExtraMember {
  readonly key: string;
  /** The JSON of its value. */
  readonly raw: Uint8Array;
}

/** One field of a secret's value. `value` is UTF-8 in a secret buffer of its own. */
export interface ValueField {
  readonly name: string;
  readonly value: Uint8Array;
  readonly concealed: boolean;
  readonly encoding?: 'base64';
  readonly extra?: readonly ExtraMember[];
}

/** What the column "secret.value" seals (docs/format.md §5): the fields in stored order and the TOTP seed's URI. */
export interface ValueDocument {
  readonly fields: readonly ValueField[];
  /** The otpauth:// URI, or null. */
  readonly totp: Uint8Array | null;
  readonly extra?: readonly ExtraMember[];
}

const KNOWN_MEMBERS = ['fields', 'totp'];
const KNOWN_FIELD_MEMBERS = ['value', 'concealed', 'encoding'];

function invalid(): never {
  throw new VaultError('invalid_input', { hint: 'The fields cannot be stored.' });
}

function mark(text: string): JsonPart {
  return { bytes: ascii(text), quoted: false };
}

function quoted(bytes: Uint8Array): JsonPart {
  return { bytes, quoted: true };
}

/** Refuses what the decoder would refuse: what is sealed can always be opened again. */
function checkExtra(extra: readonly ExtraMember[], known: readonly string[]): void {
  const keys = new Set([...known, '__proto__']);
  for (const { key, raw } of extra) {
    if (keys.has(key) || !key.isWellFormed()) invalid();
    keys.add(key);
    const reader = readerOf(raw);
    if (reader === null || attempt(reader, () => wipe(reader.raw())) === null) invalid();
  }
}

function extraParts(extra: readonly ExtraMember[] = []): JsonPart[] {
  return extra.flatMap(({ key, raw }) => [
    mark(','),
    quoted(new TextEncoder().encode(key)),
    mark(':'),
    { bytes: raw, quoted: false },
  ]);
}

function fieldParts(field: ValueField, index: number): JsonPart[] {
  checkExtra(field.extra ?? [], KNOWN_FIELD_MEMBERS);
  const encoding = field.encoding === undefined ? '' : `,"encoding":"${field.encoding}"`;
  return [
    mark(`${index === 0 ? '' : ','}"${field.name}":{"value":`),
    quoted(field.value),
    mark(`,"concealed":${String(field.concealed)}${encoding}`),
    ...extraParts(field.extra),
    mark('}'),
  ];
}

/**
 * The document as UTF-8 JSON in one secret buffer, made of bytes alone: no value becomes a string.
 * @throws VaultError `value_not_text` for a value that is not UTF-8, `invalid_input` for field names that are not
 * allowed or come twice, and for anything else that `decodeValueDocument` would not take back.
 */
export function encodeValueDocument(document: ValueDocument): Uint8Array {
  const names = new Set<string>();
  for (const field of document.fields) {
    if (!FIELD_NAME.test(field.name) || names.has(field.name)) invalid();
    names.add(field.name);
    if (!isUtf8(field.value)) throw new VaultError('value_not_text');
  }
  if (document.totp !== null && !isUtf8(document.totp)) invalid();
  checkExtra(document.extra ?? [], KNOWN_MEMBERS);
  return joinJson([
    mark('{"fields":{'),
    ...document.fields.flatMap(fieldParts),
    mark('}'),
    ...(document.totp === null ? [] : [mark(',"totp":'), quoted(document.totp)]),
    ...extraParts(document.extra),
    mark('}'),
  ]);
}

/** Zeroes every buffer of the document. */
export function wipeValueDocument(document: ValueDocument): void {
  for (const field of document.fields) {
    wipe(field.value, ...(field.extra ?? []).map((member) => member.raw));
  }
  wipe(document.totp, ...(document.extra ?? []).map((member) => member.raw));
}

function readerOf(bytes: Uint8Array): JsonByteReader | null {
  try {
    return new JsonByteReader(bytes);
  } catch (error) {
    if (error instanceof NotJsonError) return null;
    throw error;
  }
}

/** What `read` returns if the whole text is read by it; null, and every buffer wiped, if it is something else. */
function attempt<R>(reader: JsonByteReader, read: () => R): R | null {
  try {
    const result = read();
    reader.end();
    return result;
  } catch (error) {
    reader.wipeTaken();
    if (error instanceof NotJsonError) return null;
    throw error;
  }
}

function readEncoding(reader: JsonByteReader): 'base64' {
  const text = reader.string();
  const expected = ascii('base64');
  if (text.length !== expected.length || !text.every((byte, i) => byte === expected[i])) {
    throw new NotJsonError();
  }
  return 'base64';
}

function readField(reader: JsonByteReader, name: string): ValueField {
  const read: { value?: Uint8Array; concealed?: boolean; encoding?: 'base64' } = {};
  const extra: ExtraMember[] = [];
  reader.object((key) => {
    if (key === 'value') read.value = reader.string();
    else if (key === 'concealed') read.concealed = reader.boolean();
    else if (key === 'encoding') read.encoding = readEncoding(reader);
    else extra.push({ key, raw: reader.raw() });
  });
  const { value, concealed } = read;
  if (value === undefined || concealed === undefined) throw new NotJsonError();
  return {
    name,
    value,
    concealed,
    ...(read.encoding === undefined ? {} : { encoding: read.encoding }),
    ...(extra.length === 0 ? {} : { extra }),
  };
}

function readFields(reader: JsonByteReader): ValueField[] {
  const fields: ValueField[] = [];
  reader.object((name) => {
    if (!FIELD_NAME.test(name)) throw new NotJsonError();
    fields.push(readField(reader, name));
  });
  return fields;
}

/**
 * Reads what `encodeValueDocument` wrote, in any valid spelling of JSON. Members it does not know are kept in
 * `extra`. Null: not such a document (wrong types, a key twice, a lone surrogate, bytes after the end); what had
 * been read by then is zeroed. The bytes themselves are the caller's to wipe.
 */
export function decodeValueDocument(bytes: Uint8Array): ValueDocument | null {
  const reader = readerOf(bytes);
  if (reader === null) return null;
  return attempt(reader, () => {
    const read: { fields?: ValueField[]; totp?: Uint8Array } = {};
    const extra: ExtraMember[] = [];
    reader.object((key) => {
      if (key === 'fields') read.fields = readFields(reader);
      else if (key === 'totp') read.totp = reader.string();
      else extra.push({ key, raw: reader.raw() });
    });
    if (read.fields === undefined) throw new NotJsonError();
    return {
      fields: read.fields,
      totp: read.totp ?? null,
      ...(extra.length === 0 ? {} : { extra }),
    };
  });
}
