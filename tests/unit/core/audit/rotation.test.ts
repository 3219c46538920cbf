import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import { CURRENT_SEGMENT } from '../../../../src/core/audit/file-names.ts';
import { verifyChains } from '../../../support/verify-at-once.ts';
import { entries, logWith, SMALL, writeLines } from '../../../support/audit-samples.ts';
import { FaultyAuditStorage } from '../../../support/faulty-audit-storage.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

describe('rotation', () => {
  it('begins a segment when one is full; numbers and chain go on', () => {
    const { log, storage, seed } = logWith(new MemoryAuditStorage(), 20, {
      ...SMALL,
      segmentsKept: 32,
    });
    const names = storage.segments();
    expect(names.length).toBeGreaterThan(2);
    expect(names[0]).toBe('audit-000000000000.jsonl');
    expect(names.at(-1)).toBe(CURRENT_SEGMENT);
    for (const name of names.slice(0, -1)) {
      expect(storage.size(name)).toBeGreaterThanOrEqual(SMALL.segmentBytes);
      expect(storage.text(name)).toContain(`"seq":${Number(name.slice(6, 18))},`);
    }
    expect(entries(log).map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(verifyChains(storage, [seed], SMALL)).toMatchObject({ ok: true, linesVerified: 20 });
  });

  it('keeps so many files; a checkpoint tells which lines went and the MAC of the last', () => {
    const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 15, SMALL);
    while (storage.segments().length < 3) writeLines(log, 1, clock);
    const macs = new Map<number, string>();
    for (let i = 0; i < 40; i += 1) {
      for (const name of storage.segments()) {
        for (const line of storage.text(name).split('\n').slice(0, -1)) {
          macs.set(JSON.parse(line).seq, JSON.parse(line).mac);
        }
      }
      writeLines(log, 1, clock);
      expect(storage.segments().length).toBeLessThanOrEqual(3);
    }
    const checkpoints = log.query({ event: 'audit.checkpoint' });
    const last = checkpoints.at(-1);
    const first = entries(log)[0]?.seq ?? 0;
    expect(last).toMatchObject({ actor: 'system', outcome: 'ok', n: { to: first - 1 } });
    expect(last?.ref).toEqual({ mac: macs.get(first - 1) });
    expect(storage.segments()[0]).toBe(`audit-${String(first).padStart(12, '0')}.jsonl`);
    expect(verifyChains(storage, [seed], SMALL)).toMatchObject({ ok: true, chains: 1 });
  });

  it('finds the first number of a segment that an earlier process began', () => {
    const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 12, SMALL);
    log.close();
    const again = AuditLog.start(storage, clock, SMALL);
    writeLines(again, 20, clock);
    expect(verifyChains(storage, [seed], SMALL).ok).toBe(true);
  });

  it('that fails stops no line and is tried again', () => {
    const storage = new FaultyAuditStorage();
    storage.failing.set('rotate', 'EACCES');
    const { log, seed, clock } = logWith(storage, 20, SMALL);
    expect(storage.segments()).toEqual([CURRENT_SEGMENT]);
    storage.failing.clear();
    writeLines(log, 1, clock);
    expect(storage.segments()).toEqual(['audit-000000000000.jsonl', CURRENT_SEGMENT]);
    expect(verifyChains(storage, [seed], SMALL)).toMatchObject({ ok: true, linesVerified: 21 });
  });

  it('keeps a segment that cannot be removed, without a gap', () => {
    const storage = new FaultyAuditStorage();
    storage.failing.set('removeSegment', 'EACCES');
    const { log, seed, clock } = logWith(storage, 40, SMALL);
    expect(storage.segments().length).toBeGreaterThan(3);
    expect(verifyChains(storage, [seed], SMALL).ok).toBe(true);
    storage.failing.clear();
    writeLines(log, 10, clock);
    expect(storage.segments()).toHaveLength(3);
    expect(verifyChains(storage, [seed], SMALL).ok).toBe(true);
  });

  it('leaves the checkpoint without a MAC if the last line of the removed segment is damaged', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 14, SMALL);
    const [oldest = ''] = storage.segments();
    storage.setText(`${storage.text(oldest).slice(0, -5)}xxxx\n`, oldest);
    writeLines(log, 20, clock);
    const [checkpoint] = log.query({ event: 'audit.checkpoint' });
    expect(checkpoint).toMatchObject({ ref: {}, n: { from: 0 } });
  });

  it('names a segment without a readable line by the number that comes next', () => {
    const storage = new MemoryAuditStorage();
    const { log, clock } = logWith(storage, 12, SMALL);
    log.close();
    const again = AuditLog.start(storage, clock, SMALL);
    storage.setText('#'.repeat(storage.size('audit.jsonl')));
    const before = again.head().nextSeq;
    while (storage.segments().length < 3) writeLines(again, 1, clock);
    expect(Number(storage.segments()[1]?.slice(6, 18))).toBeGreaterThanOrEqual(before);
  });

  it('never takes part of a failed line along into a full segment', () => {
    const storage = new FaultyAuditStorage();
    storage.failing.set('rotate', 'ENOSPC');
    const { log, seed, clock } = logWith(storage, 12, SMALL);
    storage.partialBytes = 40;
    storage.failing.set('append', 'ENOSPC');
    expect(() => writeLines(log, 1, clock)).toThrow(
      expect.objectContaining({ code: 'audit_unavailable' }),
    );
    expect(storage.text()).not.toMatch(/\n$/);
    storage.failing.clear();
    writeLines(log, 3, clock);
    expect(storage.segments()).toHaveLength(2);
    expect(verifyChains(storage, [seed], SMALL)).toMatchObject({ ok: true, linesVerified: 15 });
  });
});
