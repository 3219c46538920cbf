import { secretBytes, wipe } from '../crypto/bytes.ts';

const PAGE_BITS = 20;
const PAGE_BYTES = 1 << PAGE_BITS;
const OFFSET = PAGE_BYTES - 1;
const POINTER_BYTES = 4;
/** Bytes of a list's first, second, ... slice; the last holds on. Each ends in the address of the next. */
const SLICES: readonly number[] = [12, 20, 36, 68, 132, 260, 516, 1028, 2052, 4100];
const LAST_LEVEL = SLICES.length - 1;

function sliceBytes(level: number): number {
  return SLICES[Math.min(level, LAST_LEVEL)] ?? 0;
}

/** Where a list is being written; the owner keeps it in arrays of its own. */
export interface WriteHead {
  /** Address of the next byte. */
  at: number;
  level: number;
  /** Bytes left in the slice. */
  left: number;
}

/**
 * Many growing lists of numbers in few large pages: a list is a chain of slices, each larger than the one before. The
 * pages are outside of V8's heap and are zero after `wipe`.
 */
export class Postings {
  readonly #pages: Uint8Array[] = [];
  #used = PAGE_BYTES;

  get bytes(): number {
    return this.#pages.length * PAGE_BYTES;
  }

  /** Begins a list; its address is `head.at`. */
  begin(head: WriteHead): void {
    head.level = 0;
    head.at = this.#slice(sliceBytes(0));
    head.left = sliceBytes(0) - POINTER_BYTES;
  }

  /** Appends a number below 2^31, seven bits a byte. */
  write(head: WriteHead, number: number): void {
    let rest = number;
    while (rest > 0x7f) {
      this.#put(head, (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.#put(head, rest);
  }

  page(address: number): Uint8Array {
    return this.#pages[address >>> PAGE_BITS] ?? NOTHING;
  }

  wipe(): void {
    wipe(...this.#pages);
    this.#pages.length = 0;
    this.#used = PAGE_BYTES;
  }

  #put(head: WriteHead, byte: number): void {
    if (head.left === 0) this.#extend(head);
    this.page(head.at)[head.at & OFFSET] = byte;
    head.at += 1;
    head.left -= 1;
  }

  #extend(head: WriteHead): void {
    head.level = Math.min(head.level + 1, LAST_LEVEL);
    const size = sliceBytes(head.level);
    const next = this.#slice(size);
    const page = this.page(head.at);
    const offset = head.at & OFFSET;
    page[offset] = next >>> 24;
    page[offset + 1] = (next >>> 16) & 0xff;
    page[offset + 2] = (next >>> 8) & 0xff;
    page[offset + 3] = next & 0xff;
    head.at = next;
    head.left = size - POINTER_BYTES;
  }

  #slice(size: number): number {
    if (this.#used + size > PAGE_BYTES) {
      this.#pages.push(secretBytes(PAGE_BYTES));
      this.#used = 0;
    }
    const address = (this.#pages.length - 1) * PAGE_BYTES + this.#used;
    this.#used += size;
    return address;
  }
}

const NOTHING = new Uint8Array(0);

/** Reads one list from its beginning; the caller knows where it ends. */
export class PostingReader {
  readonly #postings: Postings;
  #page: Uint8Array;
  #offset: number;
  #left = sliceBytes(0) - POINTER_BYTES;
  #level = 0;

  constructor(postings: Postings, address: number) {
    this.#postings = postings;
    this.#page = postings.page(address);
    this.#offset = address & OFFSET;
  }

  number(): number {
    let result = 0;
    for (let shift = 0; ; shift += 7) {
      if (this.#left === 0) this.#follow();
      const byte = this.#page[this.#offset] ?? 0;
      this.#offset += 1;
      this.#left -= 1;
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result;
    }
  }

  #follow(): void {
    const page = this.#page;
    const at = this.#offset;
    const next =
      (((page[at] ?? 0) << 24) |
        ((page[at + 1] ?? 0) << 16) |
        ((page[at + 2] ?? 0) << 8) |
        (page[at + 3] ?? 0)) >>>
      0;
    this.#level = Math.min(this.#level + 1, LAST_LEVEL);
    this.#page = this.#postings.page(next);
    this.#offset = next & OFFSET;
    this.#left = sliceBytes(this.#level) - POINTER_BYTES;
  }
}
