import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FIELD,
  FIELD_NAME,
  KIND_BYTES,
  SECRET_KINDS,
  SECRET_LIMITS,
  kindFromByte,
} from '../../../src/shared/secret.ts';

describe('kinds', () => {
  it('have the bytes that docs/format.md §4 froze', () => {
    expect(KIND_BYTES).toEqual({ broker: 1, llm: 2, generic: 3 });
  });

  it('are shown in the order broker, llm, generic', () => {
    expect(SECRET_KINDS).toEqual(['broker', 'llm', 'generic']);
  });

  it('are found by their byte and by no other', () => {
    for (const kind of SECRET_KINDS) expect(kindFromByte(KIND_BYTES[kind])).toBe(kind);
    for (const byte of [0, 4, 16, 17, 255, -1, 1.5, Number.NaN]) {
      expect(kindFromByte(byte)).toBeNull();
    }
  });
});

describe('field names', () => {
  it.each([[DEFAULT_FIELD], ['a'], ['0'], ['api_key'], ['A.b-c_d'], ['x'.repeat(64)]])(
    'accept %s',
    (name) => {
      expect(FIELD_NAME.test(name)).toBe(true);
    },
  );

  it.each([
    [''],
    ['_private'],
    ['.hidden'],
    ['-flag'],
    ['a b'],
    ['a/b'],
    ['schlüssel'],
    ['value\n'],
    ['x'.repeat(65)],
    ['__proto__'],
  ])('refuse %j', (name) => {
    expect(FIELD_NAME.test(name)).toBe(false);
  });
});

describe('limits', () => {
  it('are the published ones', () => {
    expect(SECRET_LIMITS).toMatchObject({
      nameChars: 128,
      fieldBytes: 65_536,
      fields: 64,
      totalBytes: 262_144,
    });
  });

  it('leave room for a sealed value document within the 4 MiB of one envelope', () => {
    // A byte of a value needs at most six in JSON (\u00XX).
    expect(SECRET_LIMITS.totalBytes * 6).toBeLessThan(4 * 1024 * 1024);
  });
});
