import { describe, expect, it } from 'vitest';
import { sha256 } from '../../../../src/core/crypto/digest.ts';
import {
  CHARACTER_CLASSES,
  generatePassphrase,
  generatePassword,
  type CharacterClass,
} from '../../../../src/core/secrets/generate.ts';
import { checkWordList, loadWordList } from '../../../../src/core/secrets/word-list.ts';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const invalidInput: unknown = expect.objectContaining({ code: 'invalid_input' });

describe('generatePassword', () => {
  it('has 24 characters of all four classes unless asked otherwise', () => {
    for (let round = 0; round < 200; round += 1) {
      const { bytes } = generatePassword();
      expect(text(bytes)).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])(?=.*[^a-zA-Z0-9])[!-~]{24}$/);
    }
  });

  it.each([8, 9, 255, 256])('has the length %d that was asked for', (length) => {
    const { bytes } = generatePassword({ length });
    expect([bytes.length, bytes.byteOffset, bytes.buffer.byteLength]).toEqual([length, 0, length]);
  });

  it.each(Object.entries(CHARACTER_CLASSES))(
    'draws only %s where only that is asked',
    (name, chars) => {
      const { bytes, entropyBits } = generatePassword({
        length: 32,
        classes: [name as CharacterClass, name as CharacterClass],
      });
      expect(Array.from(text(bytes)).every((char) => chars.includes(char))).toBe(true);
      expect(entropyBits).toBeCloseTo(32 * Math.log2(chars.length), 6);
    },
  );

  it('has every class also in the shortest password', () => {
    for (let round = 0; round < 500; round += 1) {
      const password = text(generatePassword({ length: 8, classes: ['lower', 'digit'] }).bytes);
      expect(password).toMatch(/^(?=.*[a-z])(?=.*[0-9])[a-z0-9]{8}$/);
    }
  });

  it('leaves out what looks alike', () => {
    for (let round = 0; round < 50; round += 1) {
      const { bytes } = generatePassword({ length: 256, noAmbiguous: true });
      expect(text(bytes)).not.toMatch(/[Il1|O0o5S2Z8B]/);
    }
  });

  it('draws every character equally often', () => {
    const counts = new Map<number, number>();
    const classes: CharacterClass[] = ['digit', 'upper'];
    for (let round = 0; round < 400; round += 1) {
      for (const byte of generatePassword({ length: 256, classes }).bytes) {
        counts.set(byte, (counts.get(byte) ?? 0) + 1);
      }
    }
    const expected = (400 * 256) / 36;
    expect(counts.size).toBe(36);
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // 35 degrees of freedom: above 100 about once in 10^7 runs.
    expect(chiSquare).toBeLessThan(100);
  });

  it('counts as entropy exactly the passwords that have every class', () => {
    // 8 characters of 36 with at least one digit and one letter: 36^8 - 10^8 - 26^8.
    const { entropyBits } = generatePassword({ length: 8, classes: ['digit', 'lower'] });
    expect(entropyBits).toBeCloseTo(Math.log2(36 ** 8 - 10 ** 8 - 26 ** 8), 9);
    expect(generatePassword().entropyBits).toBeCloseTo(24 * Math.log2(90), 0);
  });

  it.each([
    ['too short', { length: 7 }],
    ['too long', { length: 257 }],
    ['no whole length', { length: 8.5 }],
    ['no number', { length: Number.NaN }],
    ['no class', { classes: [] }],
    ['an unknown class', { classes: ['emoji' as CharacterClass] }],
    ['a class of the prototype', { classes: ['toString' as CharacterClass] }],
  ])('refuses %s', (_, options) => {
    expect(() => generatePassword(options)).toThrow(invalidInput);
  });
});

describe('generatePassphrase', () => {
  it('has seven words of the list, joined by hyphens, unless asked otherwise', async () => {
    const list = new Set(await loadWordList());
    const { bytes, entropyBits } = await generatePassphrase();
    const words = text(bytes).split('-');
    expect(words.length).toBe(7);
    expect(words.every((word) => list.has(word))).toBe(true);
    expect(entropyBits).toBeCloseTo(90.47, 2);
    expect([bytes.byteOffset, bytes.buffer.byteLength]).toEqual([0, bytes.length]);
  });

  it.each([
    [4, ' '],
    [20, '.'],
    [5, '1+A~'],
  ])('has %d words with the separator "%s"', async (words, separator) => {
    const { bytes } = await generatePassphrase({ words, separator });
    const parts = text(bytes).split(separator);
    expect(parts.length).toBe(words);
    expect(parts.every((part) => /^[a-z]+$/.test(part))).toBe(true);
  });

  it('draws from the whole list', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 500; round += 1) {
      const { bytes } = await generatePassphrase({ words: 20 });
      for (const word of text(bytes).split('-')) seen.add(word);
    }
    // 10 000 draws of 7776: 5627 different ones are expected, with a deviation of about 35.
    expect(seen.size).toBeGreaterThan(5627 - 300);
    expect(seen.size).toBeLessThan(5627 + 300);
  });

  it.each([
    ['too few words', { words: 3 }],
    ['too many words', { words: 21 }],
    ['half a word', { words: 4.5 }],
    ['no separator', { separator: '' }],
    ['a long separator', { separator: '-----' }],
    ['a letter between letters', { separator: 'a' }],
    ['a control character', { separator: '\n' }],
    ['a separator outside ASCII', { separator: '–' }],
  ])('refuses %s', async (_, options) => {
    await expect(generatePassphrase(options)).rejects.toThrow(invalidInput);
  });
});

describe('the word list', () => {
  it('is the one that was looked at', async () => {
    const words = await loadWordList();
    expect(words.length).toBe(7776);
    const bytes = new TextEncoder().encode([...words].sort().join('\n'));
    expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(
      '01aab85904cf609b2d895d48032ba4e4085a38e7f99f666232aa3a90dcddbe02',
    );
  });

  it('is refused when words are missing, doubled or no words', async () => {
    const words = await loadWordList();
    expect(checkWordList(words).length).toBe(7776);
    const [first = '', ...rest] = words;
    for (const wrong of [
      rest,
      [...rest, rest[0]],
      [...rest, 1],
      [...words, 'extra'],
      [...rest, `${first}-`],
    ]) {
      expect(() => checkWordList(wrong)).toThrow(expect.objectContaining({ code: 'internal' }));
    }
  });
});
