import type { Sliced } from '../next-turn.ts';
import { ascii, concat, equal, secretBytes, wipe } from '../crypto/bytes.ts';
import { encodeLine, type ParsedLine } from './line.ts';
import { hmacSha256 } from '../crypto/digest.ts';

/** Bytes of a chain key and of a line's MAC. */
export const KEY_BYTES = 32;

const LINE_LABEL = ascii('strongroom/audit/v1\0');
const NEXT_KEY_MESSAGE = ascii('strongroom/audit-next/v1\0\x01');
const SEQ_BYTES = 8;
const TWO_32 = 2 ** 32;
const SKIPPED_AT_ONCE = 4096;

/** A place in a chain: the next line's number, the MAC before it and the key that line is MACed with. */
export interface ChainPlace {
  readonly nextSeq: number;
  readonly lastMac: Uint8Array;
  readonly key: Uint8Array;
}

/** The beginning of a chain by its first key. The key is the caller's, not copied. */
export function chainStart(seed: Uint8Array): ChainPlace {
  return { nextSeq: 0, lastMac: secretBytes(KEY_BYTES), key: seed };
}

/** MAC of one line (docs/format.md §7): `covered` is the line without its last 54 bytes. */
export function lineMac(place: ChainPlace, covered: Uint8Array): Uint8Array {
  const seq = new Uint8Array(SEQ_BYTES);
  const view = new DataView(seq.buffer);
  view.setUint32(0, Math.floor(place.nextSeq / TWO_32));
  view.setUint32(4, place.nextSeq % TWO_32);
  return hmacSha256(place.key, LINE_LABEL, seq, place.lastMac, covered);
}

/** K_{i+1} of K_i: a one-way step. */
export function nextKey(key: Uint8Array): Uint8Array {
  return hmacSha256(key, NEXT_KEY_MESSAGE);
}

/** A MAC as it stands in a line: base64url without padding. */
export function macText(mac: Uint8Array): string {
  return Buffer.from(mac.buffer, mac.byteOffset, mac.byteLength).toString('base64url');
}

/** The 32 bytes of a MAC that stands in a line; null for a spelling that no MAC has. */
export function macBytes(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === KEY_BYTES && macText(bytes) === text ? concat(bytes) : null;
}

/** Moves along a chain, line by line. Each key it leaves behind is overwritten; `wipe` overwrites the last one. */
export class ChainCursor implements ChainPlace {
  #nextSeq: number;
  #lastMac: Uint8Array;
  #key: Uint8Array;

  /** Copies the place. */
  constructor(place: ChainPlace) {
    this.#nextSeq = place.nextSeq;
    this.#lastMac = concat(place.lastMac);
    this.#key = concat(place.key);
  }

  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** The cursor's own buffer, good until it moves. */
  get lastMac(): Uint8Array {
    return this.#lastMac;
  }

  /** The cursor's own buffer, good until it moves. */
  get key(): Uint8Array {
    return this.#key;
  }

  /** The next line with its MAC. The cursor stays until `advance` is called with the MAC. */
  sign(covered: string): { readonly line: Uint8Array; readonly mac: Uint8Array } {
    const mac = lineMac(this, ascii(covered));
    return { line: encodeLine(covered, macText(mac)), mac };
  }

  /** Whether this is the next line of the chain; a MAC has one spelling. The cursor stays. */
  accepts(line: ParsedLine): boolean {
    return line.entry.seq === this.#nextSeq && macText(lineMac(this, line.covered)) === line.mac;
  }

  /** Steps over the next line if it is the right one; false and no step otherwise. */
  take(line: ParsedLine): boolean {
    if (line.entry.seq !== this.#nextSeq) return false;
    const mac = lineMac(this, line.covered);
    if (macText(mac) !== line.mac) return false;
    this.advance(mac);
    return true;
  }

  /** Steps over a line with this MAC. */
  advance(mac: Uint8Array): void {
    this.#nextSeq += 1;
    this.#lastMac = mac;
    this.#replaceKey(nextKey(this.#key));
  }

  /** Goes forward to `seq` without the lines between: `mac` is that of line `seq` - 1. */
  skipTo(seq: number, mac: Uint8Array): void {
    if (seq < this.#nextSeq) throw new RangeError('a chain has no way back');
    for (; this.#nextSeq < seq; this.#nextSeq += 1) this.#replaceKey(nextKey(this.#key));
    this.#lastMac = concat(mac);
  }

  /** The same in slices: a line far on in a chain is millions of keys away. */
  *skipInSlices(seq: number, mac: Uint8Array): Sliced<void> {
    while (this.#nextSeq + SKIPPED_AT_ONCE < seq) {
      this.skipTo(this.#nextSeq + SKIPPED_AT_ONCE, mac);
      yield;
    }
    this.skipTo(seq, mac);
  }

  /** Whether it stands where the other one does. */
  isAt(place: ChainPlace): boolean {
    return (
      place.nextSeq === this.#nextSeq &&
      equal(place.lastMac, this.#lastMac) &&
      equal(place.key, this.#key)
    );
  }

  wipe(): void {
    wipe(this.#key);
  }

  #replaceKey(key: Uint8Array): void {
    wipe(this.#key);
    this.#key = key;
  }
}
