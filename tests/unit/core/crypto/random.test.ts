import { describe, expect, it } from 'vitest';
import { isUuid } from '../../../../src/shared/ids.ts';
import { randomBytes, randomId, randomInt } from '../../../../src/core/crypto/random.ts';

describe('randomBytes', () => {
  it('gives different bytes each time, in memory of their own', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 200; i += 1) {
      const bytes = randomBytes(16);
      expect(bytes.length).toBe(16);
      expect(bytes.buffer.byteLength).toBe(16);
      seen.add(Buffer.from(bytes).toString('hex'));
    }
    expect(seen.size).toBe(200);
  });

  it('of length 0 is empty', () => {
    expect(randomBytes(0).length).toBe(0);
  });
});

describe('randomId', () => {
  it('is a lower-case UUID v4', () => {
    const ids = Array.from({ length: 100 }, randomId);
    expect(ids.every((id) => isUuid(id) && /^.{14}4.{4}[89ab]/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(100);
  });
});

describe('randomInt', () => {
  it('reaches every value below the limit and none above', () => {
    const seen = new Set(Array.from({ length: 2000 }, () => randomInt(62)));
    expect(seen.size).toBe(62);
    expect([...seen].every((value) => Number.isInteger(value) && value >= 0 && value < 62)).toBe(
      true,
    );
  });

  it('has no modulo bias where one would show: the lower half is not twice as likely', () => {
    // Of 2^32 values, 3 * 2^30 leave 2^30 over: taken modulo, the lowest third would come up in half of all draws.
    const limit = 3 * 2 ** 30;
    const draws = 6000;
    const low = Array.from({ length: draws }, () => randomInt(limit)).filter((v) => v < 2 ** 30);
    // A third of the draws is 2000, standard deviation 36.5: eight of them are never left by chance.
    expect(Math.abs(low.length - draws / 3)).toBeLessThan(8 * 36.5);
  });

  it('takes the limits 1 and 2^32', () => {
    expect(randomInt(1)).toBe(0);
    expect(randomInt(2 ** 32)).toBeLessThan(2 ** 32);
  });

  it.each([0, -1, 1.5, Number.NaN, 2 ** 32 + 1])('refuses %d', (limit) => {
    expect(() => randomInt(limit)).toThrow(RangeError);
  });
});
