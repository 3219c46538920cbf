import { describe, expect, it } from 'vitest';
import { RateWindows } from '../../../../src/core/usage/rate-windows.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const LIMITS = [
  { ms: MINUTE, limit: 2 },
  { ms: HOUR, limit: 3 },
];

describe('rate windows', () => {
  it('begin with the first use, and say how long until the next fits', () => {
    const windows = new RateWindows([MINUTE, HOUR]);
    expect(windows.waitMs('a', LIMITS, 500)).toBe(0);
    windows.count('a', 500);
    windows.count('a', 30_000);
    expect(windows.waitMs('a', LIMITS, 40_500)).toBe(20_000);
    expect(windows.waitMs('a', LIMITS, 60_499)).toBe(1);
    expect(windows.waitMs('a', LIMITS, 60_500)).toBe(0);
    windows.count('a', 60_500);
    expect(windows.used('a', MINUTE, 60_500)).toBe(1);
    expect(windows.used('a', HOUR, 60_500)).toBe(3);
    // The hour is used up now: its wait is the longer one.
    expect(windows.waitMs('a', LIMITS, 60_500)).toBe(HOUR - 60_000);
    expect(windows.waitMs('a', LIMITS, HOUR + 500)).toBe(0);
  });

  it('know nothing of other names, of limits that are none, and of what was forgotten', () => {
    const windows = new RateWindows([MINUTE]);
    const one = [{ ms: MINUTE, limit: 1 }];
    windows.count('a', 0);
    expect(windows.waitMs('b', one, 0)).toBe(0);
    expect(windows.waitMs('a', one, 0)).toBe(MINUTE);
    expect(windows.waitMs('a', [{ ms: MINUTE, limit: null }], 0)).toBe(0);
    expect(windows.waitMs('b', [{ ms: MINUTE, limit: 0 }], 0)).toBe(MINUTE);
    windows.forget('a');
    expect(windows.waitMs('a', one, 0)).toBe(0);
  });

  it('drop names whose time is over once there are many, and no others', () => {
    const windows = new RateWindows([MINUTE]);
    windows.count('early', 0);
    for (let i = 0; i < 4095; i += 1) windows.count(`name ${String(i)}`, MINUTE - 1);
    windows.count('last', MINUTE);
    expect(windows.size).toBe(4096);
    expect(windows.used('name 0', MINUTE, MINUTE)).toBe(1);
  });
});
