import { describe, expect, it } from 'vitest';
import {
  secondsLeft,
  spokenSeconds,
  waitOf,
} from '../../../../src/renderer/features/doors/countdown.ts';
import { sentence } from './sentences.ts';

describe('seconds that are left', () => {
  it('reach 0 only when the wait is over', () => {
    expect([5_000, 4_999, 4_000, 1, 0, -1, -90_000].map(secondsLeft)).toEqual([
      5, 5, 4, 1, 0, 0, 0,
    ]);
  });
});

describe('a wait in words', () => {
  it.each([
    [1, '1 second', '1 Sekunde'],
    [5, '5 seconds', '5 Sekunden'],
    [59, '59 seconds', '59 Sekunden'],
    [60, '1:00 minutes', '1:00 Minuten'],
    [125, '2:05 minutes', '2:05 Minuten'],
    [3_600, '60:00 minutes', '60:00 Minuten'],
  ])('of %i seconds is "%s"', (seconds, en, de) => {
    expect(sentence(waitOf(seconds))).toBe(en);
    expect(sentence(waitOf(seconds), 'de')).toBe(de);
  });
});

describe('what a screen reader hears of a wait', () => {
  const heard = (total: number) => {
    const all = Array.from({ length: total }, (_, i) => spokenSeconds(total - i, total));
    return [...new Set(all)];
  };

  it('begins with the whole wait and comes at a few steps', () => {
    expect(heard(5)).toEqual([5]);
    expect(heard(15)).toEqual([15, 10, 5]);
    expect(heard(120)).toEqual([120, 60, 30, 10, 5]);
    expect(heard(3_600)).toHaveLength(10);
  });

  it('is true at the second it is said', () => {
    for (const step of [5, 10, 30, 60]) expect(spokenSeconds(step, 120)).toBe(step);
  });

  it('never promises less than what is left', () => {
    for (let left = 1; left <= 900; left += 1) {
      expect(spokenSeconds(left, 900)).toBeGreaterThanOrEqual(left);
    }
  });
});
