import type { TermHash } from './term-hash.ts';

/*
 * Words of a text in any script. A run of letters, digits and marks is a word. In scripts that put no space between
 * words (and in Korean, where particles hang on them) each character is a word of its own: neighbours in the query must
 * be neighbours in the text, so that any part of a run is found. An emoji is a word as well.
 */
const SEPARATOR = 0;
const WORD = 1;
const SINGLE = 2;
const UNKNOWN = 3;
const SURROGATE = 4;

const IS_SINGLE =
  /[\p{Script=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Yi}]/u;
const IS_WORD = /[\p{L}\p{N}\p{M}]/u;
const IS_EMOJI = /\p{Emoji_Presentation}/u;

const classes = new Uint8Array(0x10000).fill(UNKNOWN);
classes.fill(SURROGATE, 0xd800, 0xe000);

function classify(text: string): number {
  if (IS_WORD.test(text)) return IS_SINGLE.test(text) ? SINGLE : WORD;
  return IS_EMOJI.test(text) ? SINGLE : SEPARATOR;
}

function classOf(unit: number): number {
  const known = classes[unit] ?? SEPARATOR;
  if (known !== UNKNOWN) return known;
  const found = classify(String.fromCharCode(unit));
  classes[unit] = found;
  return found;
}

/** NFKC and full case folding: upper case first, so that ß is ss and a final sigma a sigma. */
function fold(word: string): string {
  return word.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

/** The text as its words are counted in. */
export function searchable(text: string): string {
  return text.normalize('NFC');
}

/** Reads a text word by word; `hash.lo` and `hash.hi` are the word's, `start` and `end` its place in UTF-16 units. */
export class WordReader {
  start = 0;
  end = 0;
  readonly #text: string;
  readonly #hash: TermHash;
  /** Code points that one character was folded to and that are still to be given. */
  #more: string[] = [];

  /** `text` is `searchable`. */
  constructor(text: string, hash: TermHash) {
    this.#text = text;
    this.#hash = hash;
  }

  /** Goes on to the next word; false at the end of the text. */
  next(): boolean {
    if (this.#more.length > 0) return this.#give(this.#more.shift() ?? '');
    const text = this.#text;
    let at = this.end;
    for (; at < text.length; at += 1) {
      const kind = classOf(text.charCodeAt(at));
      if (kind === SEPARATOR) continue;
      if (kind === WORD) return this.#word(at);
      const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
      const found = kind === SURROGATE ? classify(character) : kind;
      if (found === WORD) return this.#word(at);
      if (found === SINGLE) return this.#single(at, character);
      at += character.length - 1;
    }
    this.start = at;
    this.end = at;
    return false;
  }

  #single(at: number, character: string): boolean {
    this.start = at;
    this.end = at + character.length;
    const [first = character, ...more] = fold(character);
    this.#more = more;
    return this.#give(first);
  }

  #word(at: number): boolean {
    const text = this.#text;
    const hash = this.#hash;
    let end = at;
    let isAscii = true;
    hash.begin();
    for (; end < text.length; end += 1) {
      const unit = text.charCodeAt(end);
      const kind = classOf(unit);
      if (kind === WORD) {
        if (unit > 0x7f) isAscii = false;
        else if (isAscii) hash.unit(unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit);
        continue;
      }
      if (kind !== SURROGATE) break;
      const character = String.fromCodePoint(text.codePointAt(end) ?? 0);
      if (classify(character) !== WORD) break;
      isAscii = false;
      end += character.length - 1;
    }
    this.start = at;
    this.end = end;
    if (!isAscii) return this.#give(fold(text.slice(at, end)));
    hash.end();
    return true;
  }

  #give(word: string): boolean {
    this.#hash.begin();
    this.#hash.text(word);
    this.#hash.end();
    return true;
  }
}
