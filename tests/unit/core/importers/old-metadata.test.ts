import { describe, expect, it } from 'vitest';
import { readOldMetadata } from '../../../../src/core/importers/old-metadata.ts';

describe('metadata of an older store', () => {
  it('keeps texts as they are and writes every other value as JSON', () => {
    const text =
      '{"a":"x y","n":1.50,"b":true,"z":null,"list":[1,"2"],"o":{"k":"v"},"constructor":"c"}';
    expect(readOldMetadata(text)).toEqual({
      entries: Object.fromEntries([
        ['a', 'x y'],
        ['n', '1.5'],
        ['b', 'true'],
        ['z', 'null'],
        ['list', '[1,"2"]'],
        ['o', '{"k":"v"}'],
        ['constructor', 'c'],
      ]),
      leftOut: null,
    });
  });

  it.each([null, undefined, '', 'null', '{}', {}])('of %s is none', (cell) => {
    expect(readOldMetadata(cell)).toEqual({ entries: {}, leftOut: null });
  });

  it.each(['[]', '5', '"text"', '{"a":', 'x', 7, ['a'], true])('%s is no metadata', (cell) => {
    expect(readOldMetadata(cell)).toEqual({
      entries: {},
      leftOut: 'Its metadata is not a JSON object; it is imported without.',
    });
  });

  it.each([
    ['a name that reaches for the prototype', '{"__proto__":{"polluted":"yes"},"a":"b"}'],
    ['an empty name', '{"":"x","a":"b"}'],
    ['a name with a space', '{"no no":"x","a":"b"}'],
    ['a long text', `{"long":"${'x'.repeat(1025)}","a":"b"}`],
    ['half a character', '{"half":"\\ud800","a":"b"}'],
    ['a NUL', '{"nul":"\\u0000","a":"b"}'],
    ['what nests without end', `{"deep":${'['.repeat(50_000)}${']'.repeat(50_000)},"a":"b"}`],
  ])('leaves out %s, says so and keeps the rest', (_what, text) => {
    const { entries, leftOut } = readOldMetadata(text);
    expect(entries).toEqual({ a: 'b' });
    expect(Object.getPrototypeOf(entries)).toBe(Object.prototype);
    expect(leftOut).toMatch(/^Entries of its metadata were left out: at most 32/);
  });

  it('keeps the first 32 entries', () => {
    const all = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${String(i)}`, i]));
    const { entries, leftOut } = readOldMetadata(JSON.stringify(all));
    expect(Object.keys(entries)).toEqual(Object.keys(all).slice(0, 32));
    expect(leftOut).not.toBeNull();
  });
});
