import { describe, expect, it } from 'vitest';
import { ChainCursor, chainStart } from '../../../../src/core/audit/chain.ts';
import { verifyChains } from '../../../../src/core/audit/verify-chains.ts';
import { atOnce, type Sliced } from '../../../../src/core/next-turn.ts';
import { logWith, SMALL, writeLines } from '../../../support/audit-samples.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

/** Runs sliced work, with something else between the slices. */
function between<R>(work: Sliced<R>, act: (slice: number) => void): R {
  for (let slice = 0; ; slice += 1) {
    const { done, value } = work.next();
    if (done === true) return value;
    act(slice);
  }
}

const MANY = { segmentBytes: 2000, segmentsKept: 32 };

describe('verifyChains while the log is written', () => {
  it.each([0, 1, 2, 5, 9])('walks what was appended after slice %i, too', (at) => {
    const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 3000);
    const verification = between(verifyChains(storage, [seed]), (slice) => {
      if (slice === at) writeLines(log, 5, clock);
    });
    expect(verification).toMatchObject({ ok: true, faults: [] });
    expect(verification.linesVerified).toBeGreaterThanOrEqual(3000);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('does not take a rotation after slice %i for a fault', (at) => {
    const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 60, MANY);
    const before = storage.segments().length;
    const verification = between(verifyChains(storage, [seed], MANY), (slice) => {
      if (slice === at) writeLines(log, 20, clock);
    });
    expect(storage.segments().length).toBeGreaterThan(before);
    expect(verification).toMatchObject({ ok: true, faults: [], linesVerified: 80 });
  });

  it.each([0, 1, 2, 3])('nor a segment that was removed after slice %i', (at) => {
    const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 40, SMALL);
    const [oldest] = storage.segments();
    const verification = between(verifyChains(storage, [seed], SMALL), (slice) => {
      if (slice === at) writeLines(log, 20, clock);
    });
    expect(storage.segments()).not.toContain(oldest);
    expect(verification).toMatchObject({ ok: true, faults: [] });
  });

  it('still says what is wrong, and throws what the storage throws', () => {
    const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 20, MANY);
    const [oldest = ''] = storage.segments();
    storage.setText(storage.text(oldest).replace('"ok"', '"error"'), oldest);
    const verification = between(verifyChains(storage, [seed], MANY), (slice) => {
      if (slice === 1) writeLines(log, 20, clock);
    });
    expect(verification.faults).toEqual([{ file: oldest, line: 1, seq: 0, problem: 'altered' }]);
    storage.read = () => {
      throw new Error('EIO');
    };
    expect(() => atOnce(verifyChains(storage, [seed], MANY))).toThrow('EIO');
  });

  it('stops after a few hundred lines at a time', () => {
    const { storage, seed } = logWith(new MemoryAuditStorage(), 3000);
    let slices = 0;
    between(verifyChains(storage, [seed]), () => {
      slices += 1;
    });
    expect(slices).toBeGreaterThanOrEqual(3000 / 512);
  });
});

describe('skipInSlices', () => {
  it('comes to the same place as skipTo, a few thousand keys at a time', () => {
    const seed = new Uint8Array(32).fill(7);
    const mac = new Uint8Array(32).fill(9);
    const [one, other] = [new ChainCursor(chainStart(seed)), new ChainCursor(chainStart(seed))];
    one.skipTo(20_000, mac);
    let slices = 0;
    between(other.skipInSlices(20_000, mac), () => {
      slices += 1;
    });
    expect(other.isAt(one)).toBe(true);
    expect(slices).toBeGreaterThanOrEqual(4);
  });
});
