import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idBytes, isUuid, uuidText } from '../../../src/shared/ids.ts';

const UUID = '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0ff';
const BYTES = Uint8Array.from([
  0x0f, 0x1e, 0x2d, 0x3c, 0x4b, 0x5a, 0x49, 0x78, 0x86, 0x95, 0xa4, 0xb3, 0xc2, 0xd1, 0xe0, 0xff,
]);

describe('isUuid', () => {
  it('accepts 36 lower-case characters', () => {
    expect(isUuid(UUID)).toBe(true);
  });

  it.each([
    ['upper case', UUID.toUpperCase()],
    ['no hyphens', UUID.replaceAll('-', '')],
    ['a prefix', `cli_${UUID}`],
    ['a line end', `${UUID}\n`],
    ['a digit that is not ASCII', UUID.replace('0', '٠')],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(isUuid(text)).toBe(false);
  });
});

describe('idBytes', () => {
  it("reads the UUID's hex digits in order", () => {
    expect(idBytes(UUID)).toEqual(BYTES);
  });

  it('ignores the prefix of a client or a session', () => {
    expect(idBytes(`cli_${UUID}`)).toEqual(BYTES);
    expect(idBytes(`ses_${UUID}`)).toEqual(BYTES);
  });

  it.each([['short'], [`${UUID}0`], [UUID.toUpperCase()], ['']])('refuses %j', (text) => {
    expect(() => idBytes(text)).toThrow(RangeError);
  });
});

describe('uuidText', () => {
  it('writes 8-4-4-4-12 in lower case, zeroes kept', () => {
    expect(uuidText(BYTES)).toBe(UUID);
    expect(uuidText(new Uint8Array(16))).toBe('00000000-0000-0000-0000-000000000000');
  });

  it('refuses any length but 16', () => {
    expect(() => uuidText(new Uint8Array(15))).toThrow(RangeError);
    expect(() => uuidText(new Uint8Array(17))).toThrow(RangeError);
  });

  it('is undone by idBytes for every 16 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const text = uuidText(bytes);
        expect(isUuid(text)).toBe(true);
        expect(idBytes(text)).toEqual(bytes);
      }),
    );
  });
});
