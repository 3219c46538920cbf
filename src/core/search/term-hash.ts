import { randomBytes } from '../crypto/random.ts';
import { wipe } from '../crypto/bytes.ts';

/**
 * HalfSipHash-2-4 (Aumasson and Bernstein) with 64 bits out, over UTF-16 units: fast enough for every word of every turn.
 * The index holds these hashes instead of words, and the key is gone with the lock, so that what memory may keep of an
 * index afterwards names no word. Feed units with `unit`, then read `lo` and `hi` after `end`.
 */
export class TermHash {
  lo = 0;
  hi = 0;
  readonly #key: Uint8Array;
  #k0: number;
  #k1: number;
  #v0 = 0;
  #v1 = 0;
  #v2 = 0;
  #v3 = 0;
  #units = 0;
  #half = 0;

  constructor() {
    this.#key = randomBytes(8);
    const view = new DataView(this.#key.buffer);
    this.#k0 = view.getInt32(0);
    this.#k1 = view.getInt32(4);
    this.begin();
  }

  /** Forgets what was fed. */
  begin(): void {
    this.#v0 = this.#k0;
    this.#v1 = this.#k1 ^ 0xee;
    this.#v2 = 0x6c796765 ^ this.#k0;
    this.#v3 = 0x74656465 ^ this.#k1;
    this.#units = 0;
    this.#half = 0;
  }

  unit(code: number): void {
    this.#units += 1;
    if ((this.#units & 1) === 1) {
      this.#half = code;
      return;
    }
    this.#block(this.#half | (code << 16));
  }

  /** Every unit of a text. */
  text(text: string): void {
    for (let i = 0; i < text.length; i += 1) this.unit(text.charCodeAt(i));
  }

  end(): void {
    const rest = (this.#units & 1) === 1 ? this.#half : 0;
    this.#block(rest | ((this.#units & 0xff) << 24));
    this.#v2 ^= 0xee;
    this.#rounds(4);
    this.lo = (this.#v1 ^ this.#v3) >>> 0;
    this.#v1 ^= 0xdd;
    this.#rounds(4);
    this.hi = (this.#v1 ^ this.#v3) >>> 0;
  }

  /** The key is zero from here on. */
  wipe(): void {
    wipe(this.#key);
    this.#k0 = 0;
    this.#k1 = 0;
    this.begin();
  }

  #block(word: number): void {
    this.#v3 ^= word;
    this.#rounds(2);
    this.#v0 ^= word;
  }

  #rounds(count: number): void {
    let v0 = this.#v0;
    let v1 = this.#v1;
    let v2 = this.#v2;
    let v3 = this.#v3;
    for (let i = 0; i < count; i += 1) {
      v0 = (v0 + v1) | 0;
      v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
      v0 = (v0 << 16) | (v0 >>> 16);
      v2 = (v2 + v3) | 0;
      v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
      v0 = (v0 + v3) | 0;
      v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
      v2 = (v2 + v1) | 0;
      v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
      v2 = (v2 << 16) | (v2 >>> 16);
    }
    this.#v0 = v0;
    this.#v1 = v1;
    this.#v2 = v2;
    this.#v3 = v3;
  }
}
