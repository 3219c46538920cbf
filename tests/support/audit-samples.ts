import type { CallContext } from '../../src/core/call.ts';
import { AuditLog } from '../../src/core/audit/audit-log.ts';
import type { ChainSeed } from '../../src/core/audit/match-seed.ts';
import type { SegmentLimits } from '../../src/core/audit/read-segments.ts';
import type { AuditStorage } from '../../src/core/ports.ts';
import type { AuditEntry } from '../../src/shared/model.ts';
import { FakeClock } from './fake-clock.ts';

/** The call that the lines of these tests belong to. */
export const CALL: CallContext = {
  correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  actor: 'cli',
};

/** Rotates after a handful of lines. */
export const SMALL: SegmentLimits = { segmentBytes: 2000, segmentsKept: 3 };

/** The first key of a log's chain, as a vault would have sealed it. */
export function seedOf(log: AuditLog): ChainSeed {
  const { chainId, seed } = log.head();
  if (seed === null) throw new Error('the seed is sealed');
  return { chainId, seed };
}

/** A new log with so many plain lines, its storage, clock and seed. */
export function logWith<S extends AuditStorage>(
  storage: S,
  lines: number,
  limits?: SegmentLimits,
): { log: AuditLog; storage: S; clock: FakeClock; seed: ChainSeed } {
  const clock = new FakeClock();
  const log = AuditLog.start(storage, clock, limits);
  const seed = seedOf(log);
  writeLines(log, lines, clock);
  return { log, storage, clock, seed };
}

/** Writes so many lines, a second apart. */
export function writeLines(log: AuditLog, lines: number, clock: FakeClock): void {
  for (let i = 0; i < lines; i += 1) {
    clock.advance(1000);
    log.write({ event: 'secret.read', outcome: 'ok', n: { i } }, CALL);
  }
}

/** An attempt that failed with a wrong password. */
export function failAttempt(log: AuditLog): void {
  log.beginAttempt(CALL);
  log.endAttempt({ outcome: 'denied', reason: 'bad_password', countsAsFailure: true }, CALL);
}

/** An attempt that succeeded. */
export function passAttempt(log: AuditLog): void {
  log.beginAttempt(CALL);
  log.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, CALL);
}

/** Every entry of the current chain. */
export function entries(log: AuditLog): readonly AuditEntry[] {
  return log.query({ limit: 1_000_000 });
}
