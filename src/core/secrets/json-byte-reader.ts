import { secretBytes, wipe } from '../crypto/bytes.ts';
import { isUtf8 } from './utf8.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MAX_DEPTH = 32;
/** The letter after a backslash → the byte it stands for. */
const ESCAPES: Readonly<Record<number, number>> = {
  0x22: 0x22,
  0x2f: 0x2f,
  0x5c: 0x5c,
  0x62: 0x08,
  0x66: 0x0c,
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
};

/** The bytes are not the JSON that was asked for. Says nothing about them: they are secret. */
export class NotJsonError extends Error {
  override readonly name = 'NotJsonError';
}

/** Writes one code point as UTF-8 into `target` (null: only counts) and returns where it ended. */
function putCodePoint(target: Uint8Array | null, at: number, codePoint: number): number {
  const tail = codePoint < 0x80 ? 0 : codePoint < 0x800 ? 1 : codePoint < 0x10000 ? 2 : 3;
  if (target !== null) {
    const mark = [0x00, 0xc0, 0xe0, 0xf0][tail] ?? 0;
    target[at] = mark | (codePoint >> (6 * tail));
    for (let i = 1; i <= tail; i += 1) {
      target[at + i] = 0x80 | ((codePoint >> (6 * (tail - i))) & 0x3f);
    }
  }
  return at + tail + 1;
}

/**
 * A strict reader of JSON (RFC 8259) on bytes: strings come out as bytes, in buffers of their own that are wiped
 * if the reading fails later. Stricter than JSON.parse: ill-formed UTF-8, lone surrogates and nesting deeper than
 * 32 are refused. Every method throws `NotJsonError` when the bytes do not say what it reads.
 */
export class JsonByteReader {
  readonly #bytes: Uint8Array;
  readonly #taken: Uint8Array[] = [];
  #at = 0;

  constructor(bytes: Uint8Array) {
    // Quotes and backslashes are ASCII, so a text that is well-formed as a whole has well-formed strings.
    if (!isUtf8(bytes)) throw new NotJsonError();
    this.#bytes = bytes;
  }

  /** Reads an object and calls `member` with each key, in order; a key must not come twice or be `__proto__`. */
  object(member: (key: string) => void): void {
    this.#expect(0x7b);
    const keys = new Set<string>();
    if (this.#take(0x7d)) return;
    do {
      const bytes = this.string();
      const key = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
      if (keys.has(key) || key === '__proto__') throw new NotJsonError();
      keys.add(key);
      this.#expect(0x3a);
      member(key);
    } while (this.#take(0x2c));
    this.#expect(0x7d);
  }

  /** Reads a string and returns its UTF-8 in a secret buffer that is the caller's unless reading fails. */
  string(): Uint8Array {
    this.#skipSpace();
    const start = this.#at;
    const text = secretBytes(this.#scanString(null));
    this.#taken.push(text);
    this.#at = start;
    this.#scanString(text);
    return text;
  }

  /** Reads an array and calls `element` before each of its elements. */
  array(element: () => void): void {
    this.#expect(0x5b);
    if (this.#take(0x5d)) return;
    do element();
    while (this.#take(0x2c));
    this.#expect(0x5d);
  }

  /** What comes next, by its first byte; it is not read. */
  kind(): 'object' | 'array' | 'string' | 'other' {
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    if (byte === 0x7b) return 'object';
    if (byte === 0x5b) return 'array';
    return byte === QUOTE ? 'string' : 'other';
  }

  boolean(): boolean {
    if (this.#word('true')) return true;
    if (this.#word('false')) return false;
    throw new NotJsonError();
  }

  /** Steps over any value and returns a copy of its bytes as they stand, in a secret buffer. */
  raw(): Uint8Array {
    this.#skipSpace();
    const start = this.#at;
    this.#skipValue(0);
    const copy = secretBytes(this.#at - start);
    copy.set(this.#bytes.subarray(start, this.#at));
    this.#taken.push(copy);
    return copy;
  }

  /** Only whitespace may follow. */
  end(): void {
    this.#skipSpace();
    if (this.#at !== this.#bytes.length) throw new NotJsonError();
  }

  /** Zeroes everything that was handed out: for a reading that failed. */
  wipeTaken(): void {
    wipe(...this.#taken);
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.#at += 1;
    }
  }

  /** Steps over this byte if it comes next, whitespace before it included. */
  #take(byte: number): boolean {
    this.#skipSpace();
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }

  #expect(byte: number): void {
    if (!this.#take(byte)) throw new NotJsonError();
  }

  #word(word: string): boolean {
    this.#skipSpace();
    for (let i = 0; i < word.length; i += 1) {
      if (this.#bytes[this.#at + i] !== word.charCodeAt(i)) return false;
    }
    this.#at += word.length;
    return true;
  }

  /** Walks over a string, writing its UTF-8 into `target` if there is one; returns how long that is. */
  #scanString(target: Uint8Array | null): number {
    let length = 0;
    this.#expect(QUOTE);
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined || byte < 0x20) throw new NotJsonError();
      if (byte === QUOTE) return length;
      if (byte === BACKSLASH) {
        length = putCodePoint(target, length, this.#escape());
      } else {
        if (target !== null) target[length] = byte;
        length += 1;
      }
    }
  }

  /** The code point of the escape whose backslash was just read. */
  #escape(): number {
    const letter = this.#bytes[this.#at++] ?? 0;
    const short = ESCAPES[letter];
    if (short !== undefined) return short;
    if (letter !== 0x75) throw new NotJsonError();
    const unit = this.#hex4();
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    const paired =
      unit <= 0xdbff && this.#bytes[this.#at] === BACKSLASH && this.#bytes[this.#at + 1] === 0x75;
    if (!paired) throw new NotJsonError();
    this.#at += 2;
    const low = this.#hex4();
    if (low < 0xdc00 || low > 0xdfff) throw new NotJsonError();
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }

  #hex4(): number {
    let value = 0;
    for (let i = 0; i < 4; i += 1) {
      const byte = this.#bytes[this.#at++] ?? 0;
      if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
      else if (byte >= 0x41 && byte <= 0x46) value = value * 16 + byte - 0x37;
      else if (byte >= 0x61 && byte <= 0x66) value = value * 16 + byte - 0x57;
      else throw new NotJsonError();
    }
    return value;
  }

  #skipValue(depth: number): void {
    if (depth > MAX_DEPTH) throw new NotJsonError();
    this.#skipSpace();
    const byte = this.#bytes[this.#at];
    if (byte === QUOTE) this.#scanString(null);
    else if (byte === 0x7b) this.#skipMembers(depth, 0x7d, true);
    else if (byte === 0x5b) this.#skipMembers(depth, 0x5d, false);
    else if (!this.#word('true') && !this.#word('false') && !this.#word('null')) this.#skipNumber();
  }

  #skipMembers(depth: number, close: number, keyed: boolean): void {
    this.#at += 1;
    if (this.#take(close)) return;
    do {
      if (keyed) {
        this.#scanString(null);
        this.#expect(0x3a);
      }
      this.#skipValue(depth + 1);
    } while (this.#take(0x2c));
    this.#expect(close);
  }

  #skipNumber(): void {
    if (this.#bytes[this.#at] === 0x2d) this.#at += 1;
    if (this.#bytes[this.#at] === 0x30) this.#at += 1;
    else this.#digits();
    if (this.#bytes[this.#at] === 0x2e) {
      this.#at += 1;
      this.#digits();
    }
    const exponent = this.#bytes[this.#at];
    if (exponent !== 0x65 && exponent !== 0x45) return;
    this.#at += 1;
    const sign = this.#bytes[this.#at];
    if (sign === 0x2b || sign === 0x2d) this.#at += 1;
    this.#digits();
  }

  /** One digit or more. */
  #digits(): void {
    const start = this.#at;
    while ((this.#bytes[this.#at] ?? 0) >= 0x30 && (this.#bytes[this.#at] ?? 0) <= 0x39) {
      this.#at += 1;
    }
    if (this.#at === start) throw new NotJsonError();
  }
}
