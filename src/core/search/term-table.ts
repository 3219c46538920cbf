import { bytes, Growing, words } from './grow.ts';
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
    // A new document: twice the distance from the one before, plus nothing; then the place in it.
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

/** Terms by their hash, each with the list of its occurrences. */
export class TermTable {
  readonly #postings = new Postings();
  #slots = new Growing(words, 4096);
  #count = 0;
  readonly #lo = new Growing(words);
  readonly #hi = new Growing(words);
  readonly #first = new Growing(words);
  readonly #at = new Growing(words);
  readonly #left = new Growing(words);
  readonly #level = new Growing(bytes);
  readonly #document = new Growing(words);
  readonly #place = new Growing(words);
  readonly #occurrences = new Growing(words);
  readonly #head: WriteHead = { at: 0, level: 0, left: 0 };

  get bytes(): number {
    const arrays = this.#arrays().map(({ items }) => items.byteLength);
    return arrays.reduce((sum, length) => sum + length, this.#postings.bytes);
  }

  /** Notes that the term stands at `place` of `document`; both never fall, and no place is noted twice. */
  add(lo: number, hi: number, document: number, place: number): void {
    let term = this.#find(lo, hi);
    const head = this.#head;
    let last = -1;
    if (term === -1) {
      term = this.#make(lo, hi);
      this.#postings.begin(head);
      this.#first.items[term] = head.at;
    } else {
      head.at = this.#at.items[term] ?? 0;
      head.level = this.#level.items[term] ?? 0;
      head.left = this.#left.items[term] ?? 0;
      last = this.#document.items[term] ?? 0;
    }
    if (last === document) {
      this.#postings.write(head, (place - (this.#place.items[term] ?? 0)) * 2 + 1);
    } else {
      this.#postings.write(head, (document - last) * 2);
      this.#postings.write(head, place);
    }
    this.#at.items[term] = head.at;
    this.#level.items[term] = head.level;
    this.#left.items[term] = head.left;
    this.#document.items[term] = document;
    this.#place.items[term] = place;
    this.#occurrences.items[term] = (this.#occurrences.items[term] ?? 0) + 1;
  }

  /** How often the term occurs. */
  countOf(lo: number, hi: number): number {
    const term = this.#find(lo, hi);
    return term === -1 ? 0 : (this.#occurrences.items[term] ?? 0);
  }

  occurrences(lo: number, hi: number): Occurrences {
    const term = this.#find(lo, hi);
    const count = term === -1 ? 0 : (this.#occurrences.items[term] ?? 0);
    return new Occurrences(this.#postings, this.#first.items[term] ?? 0, count);
  }

  wipe(): void {
    for (const array of this.#arrays()) array.wipe();
    this.#postings.wipe();
    this.#count = 0;
  }

  #arrays(): readonly { readonly items: { readonly byteLength: number }; wipe(): void }[] {
    return [
      ...[this.#slots, this.#lo, this.#hi, this.#first, this.#at, this.#left],
      ...[this.#level, this.#document, this.#place, this.#occurrences],
    ];
  }

  #find(lo: number, hi: number): number {
    const slots = this.#slots.items;
    const mask = slots.length - 1;
    for (let i = lo & mask; ; i = (i + 1) & mask) {
      const slot = slots[i] ?? EMPTY;
      if (slot === EMPTY) return -1;
      if (this.#lo.items[slot - 1] === lo && this.#hi.items[slot - 1] === hi) return slot - 1;
    }
  }

  #make(lo: number, hi: number): number {
    const term = this.#count;
    this.#count += 1;
    if (this.#count > this.#slots.items.length * FILL) this.#spread();
    for (const array of [this.#lo, this.#hi, this.#first, this.#at, this.#left, this.#document])
      array.reserve(term);
    for (const array of [this.#place, this.#occurrences]) array.reserve(term);
    this.#level.reserve(term);
    this.#lo.items[term] = lo;
    this.#hi.items[term] = hi;
    this.#occurrences.items[term] = 0;
    this.#put(term);
    return term;
  }

  #put(term: number): void {
    const slots = this.#slots.items;
    const mask = slots.length - 1;
    let i = (this.#lo.items[term] ?? 0) & mask;
    while (slots[i] !== EMPTY) i = (i + 1) & mask;
    slots[i] = term + 1;
  }

  #spread(): void {
    const larger = new Growing(words, this.#slots.items.length * 2);
    this.#slots.wipe();
    this.#slots = larger;
    for (let term = 0; term < this.#count - 1; term += 1) this.#put(term);
  }
}
