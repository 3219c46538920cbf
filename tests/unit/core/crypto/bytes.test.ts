import { describe, expect, it } from 'vitest';
import {
  ascii,
  concat,
  equal,
  secretBytes,
  u32,
  u64,
  u8,
  unpooled,
  wipe,
} from '../../../../src/core/crypto/bytes.ts';

const ownsItsMemory = (bytes: Uint8Array): boolean =>
  bytes.byteOffset === 0 && bytes.buffer.byteLength === bytes.length;

describe('secretBytes', () => {
  it.each([0, 1, 32, 64, 65, 5000])('gives %i zero bytes with an ArrayBuffer of their own', (n) => {
    const bytes = secretBytes(n);
    expect(bytes.length).toBe(n);
    expect(bytes.every((byte) => byte === 0)).toBe(true);
    expect(ownsItsMemory(bytes)).toBe(true);
  });
});

describe('concat', () => {
  it('copies the parts one after the other into memory of its own', () => {
    const first = Buffer.from('ab');
    const whole = concat(first, new Uint8Array(0), Uint8Array.of(99));
    expect(Buffer.from(whole).toString()).toBe('abc');
    expect(ownsItsMemory(whole)).toBe(true);
    whole[0] = 0;
    expect(first.toString()).toBe('ab');
  });

  it('of nothing is empty', () => {
    expect(concat().length).toBe(0);
  });
});

describe('unpooled', () => {
  it('moves a slice of a pool out and wipes the slice', () => {
    const pool = Buffer.alloc(16, 7);
    const moved = unpooled(pool.subarray(4, 8));
    expect([...moved]).toEqual([7, 7, 7, 7]);
    expect(ownsItsMemory(moved)).toBe(true);
    expect([...pool]).toEqual([7, 7, 7, 7, 0, 0, 0, 0, 7, 7, 7, 7, 7, 7, 7, 7]);
  });

  it('leaves a buffer alone that has its own memory', () => {
    const bytes = Uint8Array.of(1, 2);
    expect(unpooled(bytes)).toBe(bytes);
    expect([...bytes]).toEqual([1, 2]);
  });
});

describe('ascii', () => {
  it('writes one byte a character, NUL included', () => {
    expect([...ascii('a\0\x7f')]).toEqual([97, 0, 127]);
  });

  it.each(['\x80', 'ü', '🔑'])('refuses %j', (text) => {
    expect(() => ascii(text)).toThrow(RangeError);
  });
});

describe('integers', () => {
  it('are big-endian', () => {
    expect([...u8(255)]).toEqual([255]);
    expect([...u32(0x01020304)]).toEqual([1, 2, 3, 4]);
    expect([...u32(0xffffffff)]).toEqual([255, 255, 255, 255]);
    expect([...u64(2 ** 40 + 1)]).toEqual([0, 0, 1, 0, 0, 0, 0, 1]);
    expect([...u64(2n ** 64n - 1n)]).toEqual(Array.from({ length: 8 }, () => 255));
    expect([...u64(0)]).toEqual(Array.from({ length: 8 }, () => 0));
  });

  it.each([-1, 256, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('u8 refuses %d', (value) => {
    expect(() => u8(value)).toThrow(RangeError);
  });

  it('u32 and u64 refuse what does not fit', () => {
    for (const value of [-1, 2 ** 32, 0.1]) expect(() => u32(value)).toThrow(RangeError);
    for (const value of [-1n, 2n ** 64n, -1, 2 ** 53]) expect(() => u64(value)).toThrow(RangeError);
  });
});

describe('equal', () => {
  it('compares bytes and lengths', () => {
    expect(equal(Uint8Array.of(1, 2), Buffer.from([1, 2]))).toBe(true);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(equal(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });
});

describe('wipe', () => {
  it('zeroes every buffer and passes over what is not there', () => {
    const a = Uint8Array.of(1, 2);
    const b = Buffer.from('xyz');
    wipe(a, null, undefined, b);
    expect([...a, ...b]).toEqual([0, 0, 0, 0, 0]);
  });
});
