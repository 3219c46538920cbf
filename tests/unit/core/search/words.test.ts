import { describe, expect, it } from 'vitest';
import { TermHash } from '../../../../src/core/search/term-hash.ts';
import { searchable, WordReader } from '../../../../src/core/search/words.ts';

const hash = new TermHash();

function hashOf(word: string): string {
  hash.begin();
  hash.text(word);
  hash.end();
  return `${String(hash.hi)}-${String(hash.lo)}`;
}

/** The words of a text as they stand in it, and their hashes. */
function wordsOf(text: string): { texts: string[]; hashes: string[] } {
  const normal = searchable(text);
  const reader = new WordReader(normal, hash);
  const texts: string[] = [];
  const hashes: string[] = [];
  while (reader.next()) {
    texts.push(normal.slice(reader.start, reader.end));
    hashes.push(`${String(hash.hi)}-${String(hash.lo)}`);
  }
  return { texts, hashes };
}

describe('the words of a text', () => {
  it.each([
    ['', []],
    [' \n\t.,;- ', []],
    ['What is gold?', ['What', 'is', 'gold']],
    ["don't stop, client_id=7", ['don', 't', 'stop', 'client', 'id', '7']],
    ['naïve Übermut', ['naïve', 'Übermut']],
    ['Привет, мир!', ['Привет', 'мир']],
    ['שלום עולם', ['שלום', 'עולם']],
    ['مرحبا بالعالم', ['مرحبا', 'بالعالم']],
    ['नमस्ते दुनिया', ['नमस्ते', 'दुनिया']],
    ['株式市場は', ['株', '式', '市', '場', 'は']],
    ['AI技術2026', ['AI', '技', '術', '2026']],
    ['시장은', ['시', '장', '은']],
    ['ตลาด', ['ต', 'ล', 'า', 'ด']],
    ['𠮷野 😀 ok', ['𠮷', '野', '😀', 'ok']],
    ['𝐀𝐁 𐐀𐐁', ['𝐀𝐁', '𐐀𐐁']],
    ['a😀b', ['a', '😀', 'b']],
  ])('of %j are these', (text, words) => {
    expect(wordsOf(text).texts).toEqual(words);
  });

  it.each([
    ['GOLD', 'gold'],
    ['Straße', 'STRASSE'],
    ['ΣΟΦΟΣ', 'σοφος'],
    ['cafe\u0301', 'café'],
    ['ＧＯＬＤ', 'gold'],
    ['ﬁne', 'fine'],
    ['𝐀𝐁', 'ab'],
    ['ÉTÉ', 'été'],
    ['ำ', 'ํา'],
  ])('%j and %j are the same', (one, other) => {
    expect(wordsOf(one).hashes).toEqual(wordsOf(other).hashes);
  });

  it('are hashed alike whether they are read from a text or given whole', () => {
    expect(wordsOf('xa Gold!').hashes[1]).toBe(hashOf('gold'));
    expect(wordsOf('Größe').hashes[0]).toBe(hashOf('grösse'));
  });
});

describe('the hash of a word', () => {
  it('differs under another key, and for texts of zeroes of another length', () => {
    const other = new TermHash();
    other.text('gold');
    other.end();
    expect(`${String(other.hi)}-${String(other.lo)}`).not.toBe(hashOf('gold'));
    expect(new Set(['', '\0', '\0\0', '\0\0\0'].map(hashOf)).size).toBe(4);
    other.wipe();
  });

  it('has no two of a hundred thousand words alike', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i += 1) seen.add(hashOf(`w${i.toString(36)}`));
    expect(seen.size).toBe(100_000);
  });
});
