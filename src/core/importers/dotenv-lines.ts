import type { ErrorCode } from '../../shared/errors.ts';
import { ascii, concat, secretBytes, wipe } from '../crypto/bytes.ts';

/** One assignment of a .env file, or why a line is none. `line` is where it begins, from 1. */
export type DotenvItem =
  | { readonly line: number; readonly name: string; readonly value: Uint8Array }
  | {
      readonly line: number;
      readonly name: string;
      readonly code: ErrorCode;
      readonly hint: string;
    };

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const DOUBLE_QUOTE = 0x22;
const QUOTES = [DOUBLE_QUOTE, 0x27, 0x60];
const EXPORT = ascii('export');
const PEM_BEGIN = ascii('-----BEGIN ');
const PEM_END = ascii('-----END ');
/** A line of some pasted text is not a name that is shown in reports. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;
/** The letter after a backslash between double quotes → the byte it stands for; any other pair stays as it is. */
const ESCAPES: Readonly<Record<number, number>> = {
  0x22: 0x22,
  0x24: 0x24,
  0x27: 0x27,
  0x5c: 0x5c,
  0x60: 0x60,
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
};

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === RETURN;
}

function trim(bytes: Uint8Array): Uint8Array {
  let start = 0;
  let end = bytes.length;
  while (start < end && isSpace(bytes[start])) start += 1;
  while (end > start && isSpace(bytes[end - 1])) end -= 1;
  return bytes.subarray(start, end);
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, i) => bytes[i] === byte);
}

function includes(bytes: Uint8Array, part: Uint8Array): boolean {
  for (let at = bytes.indexOf(part[0] ?? 0); at >= 0; at = bytes.indexOf(part[0] ?? 0, at + 1)) {
    if (startsWith(bytes.subarray(at), part)) return true;
  }
  return false;
}

/** The text before an unquoted value's comment, which begins with a # after white space. */
function withoutComment(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.indexOf(HASH, 1); at >= 0; at = bytes.indexOf(HASH, at + 1)) {
    if (isSpace(bytes[at - 1])) return bytes.subarray(0, at);
  }
  return bytes;
}

/** What stands between quotes, in a secret buffer: CRLF becomes LF, and escapes are read where they count. */
function unquote(raw: Uint8Array, escapes: boolean): Uint8Array {
  const text = secretBytes(raw.length);
  let length = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const byte = raw[at] ?? 0;
    const next = raw[at + 1];
    if (byte === RETURN && next === NEWLINE) continue;
    const escaped = escapes && byte === BACKSLASH ? ESCAPES[next ?? -1] : undefined;
    if (escaped !== undefined) at += 1;
    text[length++] = escaped ?? byte;
  }
  const value = concat(text.subarray(0, length));
  wipe(text);
  return value;
}

function readName(bytes: Uint8Array): string | null {
  try {
    const name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return NAME.test(name) ? name : null;
  } catch {
    return null;
  }
}

/** Reads a .env file from its first byte to its last; every line is read at most a few times. */
class DotenvReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #line = 1;
  #noMorePemEnds = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The next assignment or bad line, null after the last one. */
  next(): DotenvItem | null {
    while (this.#at < this.#bytes.length) {
      const end = this.#endOfLine(this.#at);
      let text = trim(this.#bytes.subarray(this.#at, end));
      if (startsWith(text, EXPORT) && isSpace(text[EXPORT.length])) {
        text = trim(text.subarray(EXPORT.length));
      }
      if (text.length > 0 && text[0] !== HASH) return this.#assignment(text, end);
      this.#advance(end);
    }
    return null;
  }

  #assignment(text: Uint8Array, end: number): DotenvItem {
    const line = this.#line;
    const equals = text.indexOf(EQUALS);
    if (equals < 0) return this.#bad(end, '', 'invalid_input', 'The line is not NAME=value.');
    const name = readName(trim(text.subarray(0, equals)));
    const start = text.byteOffset - this.#bytes.byteOffset + equals + 1;
    const raw = this.#bytes.subarray(start, end);
    const trimmed = trim(raw);
    const item = QUOTES.includes(trimmed[0] ?? 0)
      ? this.#quoted(trimmed.byteOffset - this.#bytes.byteOffset, end, name ?? '')
      : this.#unquoted(raw, end, name ?? '');
    if (name !== null) return item;
    if ('value' in item) wipe(item.value);
    return { line, name: '', code: 'name_invalid', hint: 'What stands before = is not a name.' };
  }

  #unquoted(raw: Uint8Array, end: number, name: string): DotenvItem {
    const text = trim(withoutComment(raw));
    if (startsWith(text, PEM_BEGIN) && !includes(text, PEM_END)) {
      return this.#bad(this.#endOfPem(end), name, 'invalid_input', 'A PEM needs quotes around it.');
    }
    const item = { line: this.#line, name, value: concat(text) };
    this.#advance(end);
    return item;
  }

  #quoted(start: number, end: number, name: string): DotenvItem {
    const quote = this.#bytes[start] ?? 0;
    const close = this.#closingQuote(start, quote);
    if (close < 0) {
      return this.#bad(end, name, 'invalid_input', 'The quotation mark is never closed.');
    }
    const last = this.#endOfLine(close);
    const rest = trim(this.#bytes.subarray(close + 1, last));
    if (rest.length > 0 && rest[0] !== HASH) {
      const hint = 'There is text after the closing quotation mark.';
      return this.#bad(end, name, 'invalid_input', hint);
    }
    const value = unquote(this.#bytes.subarray(start + 1, close), quote === DOUBLE_QUOTE);
    const item = { line: this.#line, name, value };
    this.#advance(last);
    return item;
  }

  #closingQuote(start: number, quote: number): number {
    if (quote !== DOUBLE_QUOTE) return this.#bytes.indexOf(quote, start + 1);
    for (let at = start + 1; at < this.#bytes.length; at += 1) {
      if (this.#bytes[at] === BACKSLASH) at += 1;
      else if (this.#bytes[at] === quote) return at;
    }
    return -1;
  }

  /** A PEM without quotes goes on for lines that must not be taken for names: they are passed over. */
  #endOfPem(firstEnd: number): number {
    if (this.#noMorePemEnds) return firstEnd;
    for (let at = firstEnd; at < this.#bytes.length;) {
      const end = this.#endOfLine(at + 1);
      if (includes(this.#bytes.subarray(at, end), PEM_END)) return end;
      at = end;
    }
    this.#noMorePemEnds = true;
    return firstEnd;
  }

  #bad(end: number, name: string, code: ErrorCode, hint: string): DotenvItem {
    const item = { line: this.#line, name, code, hint };
    this.#advance(end);
    return item;
  }

  #endOfLine(from: number): number {
    const end = this.#bytes.indexOf(NEWLINE, from);
    return end < 0 ? this.#bytes.length : end;
  }

  /** Goes on behind the newline at `end`, counting the lines passed. */
  #advance(end: number): void {
    for (let at = this.#at; at <= end; at += 1) if (this.#bytes[at] === NEWLINE) this.#line += 1;
    this.#at = end + 1;
  }
}

/** Every assignment and every bad line of a .env file in UTF-8, in order. Values are the caller's to wipe. */
export function* dotenvItems(bytes: Uint8Array): Generator<DotenvItem, void, undefined> {
  const reader = new DotenvReader(bytes);
  for (let item = reader.next(); item !== null; item = reader.next()) yield item;
}
