import { describe, expect, it } from 'vitest';
import { RateLimits } from '../../../src/main/ipc/rate-limits.ts';
import type { RateClass } from '../../../src/shared/ipc/call.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function taken(limits: RateLimits, channel: string, rate: RateClass, calls: number): number {
  return Array.from({ length: calls }, () => limits.take(channel, rate)).filter((ms) => ms === 0)
    .length;
}

describe('the rate limits', () => {
  it.each([
    ['read', 120, 60],
    ['write', 20, 5],
    ['password', 10, 1],
    ['reveal', 12, 0.5],
    ['plain', 30, 3],
    ['heavy', 3, 0.5],
  ] as const)('let %s through %d times at once and %d times a second', (rate, burst, perSecond) => {
    const clock = new FakeClock();
    const limits = new RateLimits(clock);
    expect(taken(limits, 'a', rate, 1000)).toBe(burst);
    clock.advance(10_000);
    expect(taken(limits, 'a', rate, 1000)).toBe(Math.min(burst, 10 * perSecond));
  });

  it('say how long to wait, and mean it', () => {
    const clock = new FakeClock();
    const limits = new RateLimits(clock);
    taken(limits, 'a', 'reveal', 12);
    const wait = limits.take('a', 'reveal');
    expect(wait).toBe(2000);
    clock.advance(wait - 1);
    expect(limits.take('a', 'reveal')).toBeGreaterThan(0);
    clock.advance(1);
    expect(limits.take('a', 'reveal')).toBe(0);
  });

  it('give each reading call its own allowance, and the calls of other classes one together', () => {
    const limits = new RateLimits(new FakeClock());
    taken(limits, 'a', 'read', 120);
    expect(limits.take('a', 'read')).toBeGreaterThan(0);
    expect(limits.take('b', 'read')).toBe(0);
    taken(limits, 'a', 'reveal', 12);
    expect(limits.take('b', 'reveal')).toBeGreaterThan(0);
  });

  it('cannot be moved by the wall clock', () => {
    const clock = new FakeClock();
    const limits = new RateLimits(clock);
    taken(limits, 'a', 'heavy', 3);
    clock.setWall('2099-01-01T00:00:00.000Z');
    expect(limits.take('a', 'heavy')).toBeGreaterThan(0);
  });
});
