import { Growing, words } from './grow.ts';
import { PostingReader, Postings, type WriteHead } from './postings.ts';

const EMPTY = 0;
const FILL = 0.6;

/** Reads the occurrences of one term: document by document, the places in each ascending. */
export class Occurrences {
  /** The present document, -1 before the first and after the last one. */
  document = -1;
  /** Places of the term in it; the first `count` are meant. */
  readonly places: number[] = [];
  count = 0;
  readonly #reader: PostingReader;
  #left: number;
  #ahead: number;

  /** `count`: how many occurrences there are. */
  constructor(postings: Postings, address: number, count: number) {
    this.#reader = new PostingReader(postings, address);
    this.#left = count;
    this.#ahead = count > 0 ? this.#reader.number() : 0;
  }

  /** Goes on to the next document that has the term. */
  next(): boolean {
    if (this.#left === 0) {
      this.document = -1;
      return false;
    }
    // A new document: twice the distance from the one before; then the place in it.
    this.document += this.#ahead >>> 1;
    let place = this.#reader.number();
    this.places[0] = place;
    this.count = 1;
    for (this.#left -= 1; this.#left > 0; this.#left -= 1) {
      this.#ahead = this.#reader.number();
      // The same document again: twice the distance from the place before, plus one.
      if ((this.#ahead & 1) === 0) break;
      place += this.#ahead >>> 1;
      this.places[this.count] = place;
      this.count += 1;
    }
    return true;
  }
}

/** Numbers kept of a term, side by side: what is used together lies in one line of the processor's cache. */
const STRIDE = 8;
const LO = 0;
const HI = 1;
/** Address of the list's beginning. */
const FIRST = 2;
/** Where the list is written on: address of the next byte, then bytes left in the slice and its level. */
const AT = 3;
const LEFT = 4;
const LEVEL_SHIFT = 16;
/** The last occurrence. */
const DOCUMENT = 5;
const PLACE = 6;
/** How many occurrences there are. */
const COUNT = 7;

/** Terms by their hash, each with the list of its occurrences. */
export class TermTable {
  readonly #postings = new Postings();
  readonly #terms = new Growing(words, 1024 * STRIDE);
  #slots = new Growing(words, 4096);
  #size = 0;
  readonly #head: WriteHead = { at: 0, level: 0, left: 0 };

  get bytes(): number {
    return this.#slots.items.byteLength + this.#terms.items.byteLength + this.#postings.bytes;
  }

  /** Notes that the term stands at `place` of `document`; both never fall, and no place is noted twice. */
  add(lo: number, hi: number, document: number, place: number): void {
    const head = this.#head;
    const postings = this.#postings;
    let base = this.#find(lo, hi);
    let last = -1;
    if (base === -1) {
      base = this.#make(lo, hi);
      postings.begin(head);
      this.#terms.items[base + FIRST] = head.at;
    }
    const terms = this.#terms.items;
    const count = terms[base + COUNT] ?? 0;
    if (count > 0) {
      const left = terms[base + LEFT] ?? 0;
      head.at = terms[base + AT] ?? 0;
      head.level = left >>> LEVEL_SHIFT;
      head.left = left & ((1 << LEVEL_SHIFT) - 1);
      last = terms[base + DOCUMENT] ?? 0;
    }
    if (last === document) {
      postings.write(head, (place - (terms[base + PLACE] ?? 0)) * 2 + 1);
    } else {
      postings.write(head, (document - last) * 2);
      postings.write(head, place);
    }
    terms[base + AT] = head.at;
    terms[base + LEFT] = head.left | (head.level << LEVEL_SHIFT);
    terms[base + DOCUMENT] = document;
    terms[base + PLACE] = place;
    terms[base + COUNT] = count + 1;
  }

  occurrences(lo: number, hi: number): Occurrences {
    const base = this.#find(lo, hi);
    const terms = this.#terms.items;
    const count = base === -1 ? 0 : (terms[base + COUNT] ?? 0);
    return new Occurrences(this.#postings, terms[base + FIRST] ?? 0, count);
  }

  wipe(): void {
    this.#slots.wipe();
    this.#terms.wipe();
    this.#postings.wipe();
    this.#size = 0;
  }

  /** Where the term's numbers begin, -1 if it is not there. A slot holds one more than its term's number, 0: nothing. */
  #find(lo: number, hi: number): number {
    const slots = this.#slots.items;
    const terms = this.#terms.items;
    const mask = slots.length - 1;
    for (let i = lo & mask; ; i = (i + 1) & mask) {
      const slot = slots[i] ?? EMPTY;
      if (slot === EMPTY) return -1;
      const base = (slot - 1) * STRIDE;
      if (terms[base + LO] === lo && terms[base + HI] === hi) return base;
    }
  }

  #make(lo: number, hi: number): number {
    const base = this.#size * STRIDE;
    this.#size += 1;
    this.#terms.reserve(base + STRIDE - 1);
    this.#terms.items[base + LO] = lo;
    this.#terms.items[base + HI] = hi;
    if (this.#size > this.#slots.items.length * FILL) this.#spread();
    else this.#put(base);
    return base;
  }

  #put(base: number): void {
    const slots = this.#slots.items;
    const mask = slots.length - 1;
    let i = (this.#terms.items[base + LO] ?? 0) & mask;
    while (slots[i] !== EMPTY) i = (i + 1) & mask;
    slots[i] = base / STRIDE + 1;
  }

  #spread(): void {
    const larger = new Growing(words, this.#slots.items.length * 2);
    this.#slots.wipe();
    this.#slots = larger;
    for (let term = 0; term < this.#size; term += 1) this.#put(term * STRIDE);
  }
}
