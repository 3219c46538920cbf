import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkName, normalizeName } from '../../../../src/core/format/name-index.ts';
import { readVectors } from '../../../vectors/read-vectors.ts';

fc.configureGlobal({ seed: 0x53524831 });

const { names, refused } = readVectors('name-index') as {
  names: { name: string; normalized: string }[];
  refused: string[];
};
const nameInvalid = expect.objectContaining({ code: 'name_invalid' });

describe('normalizeName', () => {
  it.each(names)('gives "$normalized" for "$name"', ({ name, normalized }) => {
    expect(normalizeName(name)).toBe(normalized);
  });

  it('refuses ill-formed text and NUL', () => {
    for (const name of ['\ud800', 'a\udc00b', 'a\0', '\0']) {
      expect(() => normalizeName(name)).toThrow(nameInvalid);
    }
  });

  it('does not tell decomposed from composed names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normalizeName(text.normalize('NFD'))).toBe(normalizeName(text.normalize('NFC')));
      }),
    );
  });
});

describe('checkName', () => {
  // U+FEFF at an end is no white space in Unicode's sense; it is in the list to pin that down.
  it.each(names)('takes "$name" as it is', ({ name }) => {
    expect(checkName(name)).toBe(name);
  });

  it.each(refused)('refuses %j', (name) => {
    expect(() => checkName(name)).toThrow(nameInvalid);
  });

  it('refuses lone surrogates', () => {
    for (const name of ['\ud800', 'a\udfff', '\udc00\ud800']) {
      expect(() => checkName(name)).toThrow(nameInvalid);
    }
  });

  it('either returns the same text or throws name_invalid', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        let checked = name;
        try {
          checked = checkName(name);
        } catch (error) {
          expect(error).toEqual(nameInvalid);
        }
        expect(checked).toBe(name);
      }),
    );
  });
});
