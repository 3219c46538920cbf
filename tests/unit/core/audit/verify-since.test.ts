import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import {
  CALL,
  failAttempt,
  logWith,
  passAttempt,
  SMALL,
  writeLines,
} from '../../../support/audit-samples.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

/** The anchor as a vault stores it. */
function anchorOf(log: AuditLog) {
  const { nextSeq, lastMac, key } = log.head();
  return { seq: nextSeq - 1, mac: lastMac, key };
}
const NOTHING = { highestGeneration: null, failures: 0, failedSince: null };

describe('AuditLog.verifySince', () => {
  it('verifies the lines after the anchor and reads only their end of the file', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 3000);
    const anchor = anchorOf(log);
    expect(log.verifySince(anchor, null)).toEqual({ fits: true, ...NOTHING });
    writeLines(log, 100, clock);
    storage.bytesRead = 0;
    expect(log.verifySince(anchor, null)).toEqual({ fits: true, ...NOTHING });
    expect(storage.bytesRead).toBeLessThan(150_000);
  });

  it('verifies from the first key without an anchor, and from an anchor before the first line', () => {
    const { log, seed, clock } = logWith(new MemoryAuditStorage(), 0);
    const anchor = anchorOf(log);
    expect(anchor.seq).toBe(-1);
    expect(log.verifySince(anchor, null).fits).toBe(true);
    writeLines(log, 5, clock);
    expect(log.verifySince(anchor, null).fits).toBe(true);
    expect(log.verifySince(null, seed.seed).fits).toBe(true);
    expect(log.verifySince(null, new Uint8Array(32)).fits).toBe(false);
    expect(log.verifySince(null, null)).toEqual({ fits: false, ...NOTHING });
  });

  it('gives the highest generation of the lines after the anchor', () => {
    const { log } = logWith(new MemoryAuditStorage(), 0);
    const write = (generation: number | null) => {
      log.setGeneration(generation);
      log.write({ event: 'secret.set', outcome: 'ok' }, CALL);
    };
    write(99);
    const anchor = anchorOf(log);
    expect(log.verifySince(anchor, null).highestGeneration).toBeNull();
    write(7);
    write(12);
    write(3);
    write(null);
    expect(log.verifySince(anchor, null).highestGeneration).toBe(12);
  });

  it('counts failures since the last good unlock, and tells when the first began', () => {
    const { log, clock, storage } = logWith(new MemoryAuditStorage(), 1);
    failAttempt(log);
    const anchor = anchorOf(log);
    passAttempt(log);
    const began: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      clock.advance(60_000);
      began.push(clock.nowText());
      log.beginAttempt(CALL);
      clock.advance(900);
      log.endAttempt({ outcome: 'denied', reason: 'bad_password', countsAsFailure: true }, CALL);
    }
    const found = { fits: true, highestGeneration: null, failures: 3, failedSince: began[0] };
    expect(log.verifySince(anchor, null)).toEqual(found);
    clock.advance(60_000);
    log.beginAttempt(CALL);
    expect(log.verifySince(anchor, null)).toEqual(found);
    const crashed = AuditLog.start(storage.clone(), clock);
    expect(crashed.verifySince(anchor, null)).toEqual({ ...found, failures: 4 });
    log.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, CALL);
    expect(log.verifySince(anchor, null)).toMatchObject({ failures: 0, failedSince: null });
  });

  it('dates an interrupted attempt from when it began', () => {
    const { log, clock, storage, seed } = logWith(new MemoryAuditStorage(), 1);
    clock.advance(5000);
    const began = clock.nowText();
    log.beginAttempt(CALL);
    clock.advance(86_400_000);
    const again = AuditLog.start(storage, clock);
    expect(again.verifySince(null, seed.seed)).toMatchObject({ failures: 1, failedSince: began });
  });

  it('does not count refusals, nor ends that do not count', () => {
    const { log, seed } = logWith(new MemoryAuditStorage(), 1);
    log.beginAttempt(CALL);
    log.write({ event: 'vault.unlock', outcome: 'denied', reason: 'busy' }, CALL);
    log.endAttempt({ outcome: 'error', reason: 'db_corrupt', countsAsFailure: false }, CALL);
    log.write({ event: 'vault.unlock', outcome: 'denied', reason: 'throttled' }, CALL);
    expect(log.verifySince(null, seed.seed)).toEqual({ fits: true, ...NOTHING });
  });

  it('does not fit an anchor that the log lacks, or an older log', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 10);
    const old = storage.clone();
    const anchor = anchorOf(log);
    expect(log.verifySince({ ...anchor, mac: new Uint8Array(32) }, null).fits).toBe(false);
    expect(log.verifySince({ ...anchor, seq: anchor.seq + 1 }, null).fits).toBe(false);
    expect(log.verifySince({ ...anchor, key: new Uint8Array(32) }, null).fits).toBe(false);
    writeLines(log, 10, clock);
    const later = anchorOf(log);
    const rolledBack = AuditLog.start(old, clock);
    expect(rolledBack.verifySince(later, null)).toEqual({ fits: false, ...NOTHING });
    expect(rolledBack.verifySince(anchor, null).fits).toBe(true);
  });

  it('does not fit a log that was changed after the anchor; what verified before is counted', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 10);
    const anchor = anchorOf(log);
    log.setGeneration(5);
    failAttempt(log);
    writeLines(log, 5, clock);
    const good = storage.text();
    const at = good.lastIndexOf('"i":3');
    storage.setText(`${good.slice(0, at)}"i":4${good.slice(at + 5)}`);
    expect(log.verifySince(anchor, null)).toEqual({
      fits: false,
      highestGeneration: 5,
      failures: 1,
      failedSince: null,
    });
    storage.setText(`${good}{"v":1`);
    expect(log.verifySince(anchor, null).fits).toBe(false);
    storage.setText(good.slice(0, good.lastIndexOf('{"v":1')));
    expect(log.verifySince(anchor, null).fits).toBe(false);
    storage.setText(good);
    expect(log.verifySince(anchor, null).fits).toBe(true);
  });

  it('goes over borders of segments', () => {
    const limits = { ...SMALL, segmentsKept: 32 };
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 5, limits);
    const anchor = anchorOf(log);
    writeLines(log, 40, clock);
    expect(storage.segments().length).toBeGreaterThan(3);
    expect(log.verifySince(anchor, null).fits).toBe(true);
    storage.files.delete(storage.segments()[2] ?? '');
    expect(log.verifySince(anchor, null).fits).toBe(false);
  });

  it('still fits when rotation removed the anchor, by the checkpoint', () => {
    const { log, storage, clock, seed } = logWith(new MemoryAuditStorage(), 5, SMALL);
    const anchor = anchorOf(log);
    log.setGeneration(4);
    writeLines(log, 60, clock);
    expect(storage.text(storage.segments()[0])).not.toContain('"seq":4,');
    const found = { fits: true, highestGeneration: 4, failures: 0, failedSince: null };
    expect(log.verifySince(anchor, null)).toEqual(found);
    expect(log.verifySince(null, seed.seed)).toEqual(found);
    storage.removeSegment(storage.segments()[0] ?? '');
    expect(log.verifySince(anchor, null).fits).toBe(false);
  });
});
