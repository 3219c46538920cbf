import { describe, expect, it } from 'vitest';
import { delayMs, retryAfterMs } from '../../../../src/core/audit/throttle.ts';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import { failAttempt, logWith, passAttempt } from '../../../support/audit-samples.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

describe('the delay before the next attempt', () => {
  it.each([
    [0, 0],
    [1, 0],
    [3, 0],
    [4, 5_000],
    [5, 15_000],
    [6, 30_000],
    [7, 60_000],
    [8, 120_000],
    [9, 300_000],
    [10, 900_000],
    [11, 900_000],
    [99, 900_000],
    [100, 3_600_000],
    [4_294_967_295, 3_600_000],
  ])('is, after %i failures in a row, %i ms', (failed, ms) => {
    expect(delayMs(failed)).toBe(ms);
  });

  it('runs on the monotonic clock only', () => {
    const clock = new FakeClock('2026-11-20T07:00:00.000Z', 50_000);
    const attempts = { failed: 7, pending: false, lastAttemptMs: 50_000 };
    expect(retryAfterMs(attempts, clock)).toBe(60_000);
    clock.setWall('2036-11-20T07:00:00.000Z');
    expect(retryAfterMs(attempts, clock)).toBe(60_000);
    clock.advance(59_999);
    expect(retryAfterMs(attempts, clock)).toBe(1);
    clock.advance(1);
    expect(retryAfterMs(attempts, clock)).toBe(0);
  });

  it('counts from the start of the system after a reboot', () => {
    const clock = new FakeClock('2026-11-20T07:00:00.000Z', 500_000);
    const attempts = { failed: 7, pending: false, lastAttemptMs: 500_000 };
    clock.reboot(20_000);
    expect(retryAfterMs(attempts, clock)).toBe(40_000);
    clock.reboot(70_000);
    expect(retryAfterMs(attempts, clock)).toBe(0);
  });
});

describe('the throttle of a log', () => {
  it('survives restarts and ends with a good unlock', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 1);
    for (let i = 0; i < 5; i += 1) failAttempt(log);
    expect([log.failedAttempts, log.retryAfterMs()]).toEqual([5, 15_000]);
    log.close();
    const again = AuditLog.start(storage, clock);
    expect([again.failedAttempts, again.retryAfterMs()]).toEqual([5, 15_000]);
    clock.advance(14_000);
    expect(again.retryAfterMs()).toBe(1000);
    passAttempt(again);
    expect([again.failedAttempts, again.retryAfterMs()]).toEqual([0, 0]);
    expect(AuditLog.start(storage, clock).failedAttempts).toBe(0);
  });

  it('counts from the outcome of a failure, not from its begin', () => {
    const { log, clock } = logWith(new MemoryAuditStorage(), 1);
    for (let i = 0; i < 4; i += 1) failAttempt(log);
    clock.advance(5000);
    log.beginAttempt({ correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3302', actor: 'owner' });
    clock.advance(2000);
    log.endAttempt(
      { outcome: 'denied', reason: 'bad_password', countsAsFailure: true },
      { correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3302', actor: 'owner' },
    );
    expect(log.retryAfterMs()).toBe(15_000);
  });

  it('does not count what the table of findings does not count, nor refusals before the attempt', () => {
    const { log } = logWith(new MemoryAuditStorage(), 1);
    const context = {
      correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3302',
      actor: 'cli',
    } as const;
    failAttempt(log);
    log.beginAttempt(context);
    log.write({ event: 'vault.unlock', outcome: 'denied', reason: 'busy' }, context);
    log.endAttempt(
      { outcome: 'error', reason: 'key_slot_corrupt', countsAsFailure: false },
      context,
    );
    log.write({ event: 'vault.unlock', outcome: 'denied', reason: 'throttled' }, context);
    log.write({ event: 'vault.unlock', outcome: 'denied', reason: 'locked' }, context);
    expect(log.failedAttempts).toBe(1);
    log.beginAttempt(context);
    log.endAttempt({ outcome: 'error', reason: 'header_tampered', countsAsFailure: true }, context);
    expect(log.failedAttempts).toBe(2);
  });

  it('counts an attempt that never ended when the next one begins', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 1);
    log.beginAttempt({ correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3302', actor: 'owner' });
    failAttempt(log);
    expect(log.failedAttempts).toBe(2);
    expect(AuditLog.start(storage, clock).failedAttempts).toBe(2);
  });
});
