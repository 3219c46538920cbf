import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import { verifyChains } from '../../../support/verify-at-once.ts';
import { uuidText } from '../../../../src/shared/ids.ts';
import {
  CALL,
  entries,
  failAttempt,
  logWith,
  seedOf,
  SMALL,
  writeLines,
} from '../../../support/audit-samples.ts';
import { FaultyAuditStorage } from '../../../support/faulty-audit-storage.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

const UNAVAILABLE = expect.objectContaining({ code: 'audit_unavailable' });

describe('AuditLog.restart', () => {
  it('sets the old files aside and begins a new chain that says so; the throttle goes on', () => {
    const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 30, SMALL);
    for (let i = 0; i < 5; i += 1) failAttempt(log);
    log.setGeneration(3);
    const { nextSeq } = log.head();
    const segments = storage.segments();
    const first = Number(segments[0]?.slice(6, 18));
    log.restart(CALL);
    const second = seedOf(log);
    expect(second.chainId).not.toEqual(seed.chainId);
    expect(storage.brokenFiles()).toHaveLength(segments.length);
    expect(entries(log)).toEqual([
      expect.objectContaining({
        seq: 0,
        event: 'audit.restarted',
        outcome: 'ok',
        actor: 'cli',
        correlation_id: CALL.correlationId,
        ref: { chain: uuidText(seed.chainId) },
        n: {
          lines: nextSeq - first,
          next: nextSeq,
          from_file: 1,
          to_file: segments.length,
          gen: 3,
        },
      }),
    ]);
    expect([log.failedAttempts, log.retryAfterMs()]).toEqual([5, 15_000]);
    writeLines(log, 3, clock);
    const checked = verifyChains(storage, [seed, second], SMALL);
    expect(checked).toEqual({
      ok: true,
      linesVerified: nextSeq - first + 4,
      chains: 2,
      faults: [],
    });
  });

  it('does not end the attempt that is running', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 3);
    failAttempt(log);
    log.beginAttempt(CALL);
    log.restart(CALL);
    expect(log.failedAttempts).toBe(1);
    expect(AuditLog.start(storage.clone(), clock).failedAttempts).toBe(2);
    log.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, CALL);
    expect(log.failedAttempts).toBe(0);
  });

  it('goes on with the old chain if the files cannot be moved', () => {
    const storage = new FaultyAuditStorage();
    const { log, seed, clock } = logWith(storage, 3);
    storage.failing.set('setAside', 'EACCES');
    expect(() => log.restart(CALL)).toThrow(UNAVAILABLE);
    writeLines(log, 1, clock);
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: 4 });
  });

  it('writes the line about it later if it cannot be written now', () => {
    const storage = new FaultyAuditStorage();
    const { log, clock, seed } = logWith(storage, 3);
    storage.failing.set('append', 'EIO');
    expect(() => log.restart(CALL)).toThrow(UNAVAILABLE);
    storage.failing.clear();
    const other = AuditLog.start(storage.clone(), clock);
    expect(entries(other).map(({ event }) => event)).toEqual(['audit.restarted']);
    writeLines(log, 1, clock);
    expect(entries(log).map(({ event }) => event)).toEqual(['audit.restarted', 'secret.read']);
    expect(verifyChains(storage, [seed, seedOf(log)]).ok).toBe(true);
  });

  it('writes that line once, even if only the state failed', () => {
    const storage = new FaultyAuditStorage();
    const { log, clock } = logWith(storage, 3);
    const writeState = storage.writeState.bind(storage);
    let writes = 0;
    storage.writeState = (bytes, options) => {
      writes += 1;
      if (writes === 2) throw new Error('EIO');
      writeState(bytes, options);
    };
    expect(() => log.restart(CALL)).toThrow(UNAVAILABLE);
    writeLines(log, 1, clock);
    expect(entries(log).map(({ event }) => event)).toEqual(['audit.restarted', 'secret.read']);
  });
});
