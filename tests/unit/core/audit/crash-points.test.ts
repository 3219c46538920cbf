import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import type { ChainSeed } from '../../../../src/core/audit/match-seed.ts';
import { verifyChains } from '../../../support/verify-at-once.ts';
import {
  CALL,
  entries,
  failAttempt,
  passAttempt,
  seedOf,
  SMALL,
  writeLines,
} from '../../../support/audit-samples.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

const LIMITS = { ...SMALL, segmentsKept: 32 };

/** What lies on the disk at one moment, and which lines had been acknowledged by then. */
interface Moment {
  readonly disk: MemoryAuditStorage;
  readonly acknowledged: number;
}

/** Keeps a copy of the disk after every change, with a line's pieces as changes of their own. */
class WatchedStorage extends MemoryAuditStorage {
  readonly moments: Moment[] = [];
  acknowledged = 0;
  pieces: readonly number[] = [];

  override append(line: Uint8Array): void {
    for (const piece of this.pieces) {
      const torn = this.clone();
      torn.append(line.subarray(0, Math.floor(piece * line.length)));
      this.moments.push({ disk: torn, acknowledged: this.acknowledged });
    }
    super.append(line);
    this.#keep();
  }

  override writeState(bytes: Uint8Array, options: { readonly sync: boolean }): void {
    super.writeState(bytes, options);
    this.#keep();
  }

  override rotate(firstSeq: number): void {
    super.rotate(firstSeq);
    const between = this.clone();
    between.files.delete('audit.jsonl');
    this.moments.push({ disk: between, acknowledged: this.acknowledged });
    this.#keep();
  }

  override removeSegment(file: string): void {
    super.removeSegment(file);
    this.#keep();
  }

  override setAside(): void {
    super.setAside();
    this.#keep();
  }

  #keep(): void {
    this.moments.push({ disk: this.clone(), acknowledged: this.acknowledged });
  }
}

type Step = 'line' | 'fail' | 'pass' | 'attempt' | 'restart' | 'seal' | 'reopen';
const STEPS: readonly Step[] = ['line', 'fail', 'pass', 'attempt', 'restart', 'seal', 'reopen'];

/** Runs the steps and returns every moment of the disk, the seeds of the chains and the count of failures. */
function run(steps: readonly Step[], pieces: readonly number[]) {
  const storage = new WatchedStorage();
  storage.pieces = pieces;
  const clock = new FakeClock();
  let log = AuditLog.start(storage, clock, LIMITS);
  const seeds: ChainSeed[] = [seedOf(log)];
  const total = () =>
    storage
      .segments()
      .concat(storage.brokenFiles())
      .reduce((sum, file) => sum + lineCount(storage, file), 0);
  for (const step of steps) {
    if (step === 'line') writeLines(log, 3, clock);
    else if (step === 'fail') failAttempt(log);
    else if (step === 'pass') passAttempt(log);
    else if (step === 'attempt') log.beginAttempt(CALL);
    else if (step === 'seal') log.seedSealed();
    else if (step === 'reopen') log = AuditLog.start(storage, clock, LIMITS);
    else {
      log.restart(CALL);
      seeds.push(seedOf(log));
    }
    storage.acknowledged = total();
  }
  return { storage, seeds, clock, log };
}

function lineCount(storage: MemoryAuditStorage, file: string): number {
  return storage.text(file).split('\n').length - 1;
}

function allLines(storage: MemoryAuditStorage): number {
  const files = [...storage.brokenFiles(), ...storage.segments()];
  return files.reduce((sum, file) => sum + lineCount(storage, file), 0);
}

/** Starts on what a crash left, and checks that nothing acknowledged is lost and every chain verifies. */
function checkAfterCrash(
  disk: MemoryAuditStorage,
  acknowledged: number,
  seeds: readonly ChainSeed[],
  clock: FakeClock,
) {
  const log = AuditLog.start(disk, clock, LIMITS);
  const known = [...seeds];
  if (log.head().seed !== null) known.push(seedOf(log));
  expect(allLines(disk)).toBeGreaterThanOrEqual(acknowledged);
  const checked = verifyChains(disk, known, LIMITS);
  expect(checked.faults).toEqual([]);
  expect(checked.linesVerified).toBe(allLines(disk));
  writeLines(log, 1, clock);
  expect(verifyChains(disk, known, LIMITS).faults).toEqual([]);
  return log;
}

describe('a crash at any moment', () => {
  it('loses no acknowledged line and leaves chains that verify', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...STEPS), { maxLength: 12 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
        (steps, pieces) => {
          const { storage, seeds, clock } = run(steps, pieces);
          for (const { disk, acknowledged } of storage.moments) {
            if (disk.readState() === null) continue;
            checkAfterCrash(disk, acknowledged, seeds, clock);
          }
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  it('does the same at every second byte of a line', () => {
    const pieces = Array.from({ length: 130 }, (_, i) => i / 130);
    const { storage, seeds, clock } = run(['line', 'fail', 'attempt', 'line'], pieces);
    expect(storage.moments.length).toBeGreaterThan(1000);
    for (const { disk, acknowledged } of storage.moments) {
      checkAfterCrash(disk, acknowledged, seeds, clock);
    }
  });

  it('does the same when the power goes and the state is older than the log', () => {
    const { storage, seeds, clock } = run(
      ['line', 'fail', 'line', 'line', 'pass', 'line', 'fail'],
      [0.5],
    );
    const moments = storage.moments.filter(({ disk }) => disk.readState() !== null);
    for (const [i, older] of moments.entries()) {
      for (const { disk, acknowledged } of moments.slice(i)) {
        const mixed = disk.clone();
        mixed.files.set('chain', Uint8Array.from(older.disk.files.get('chain') ?? []));
        const log = checkAfterCrash(mixed, acknowledged, seeds, clock);
        expect(mixed.brokenFiles()).toEqual([]);
        expect(log.head().chainId).toEqual(seeds[0]?.chainId);
      }
    }
  });

  it('never makes a failed or an open attempt uncounted', () => {
    const { storage, clock } = run(['fail', 'fail', 'line', 'fail'], [0.3, 0.9]);
    let before = 0;
    for (const { disk } of storage.moments) {
      const attempts = disk
        .segments()
        .flatMap((file) => disk.text(file).split('\n').slice(0, -1))
        .filter((line) => line.includes('"attempt"')).length;
      const log = AuditLog.start(disk, clock, LIMITS);
      expect(log.failedAttempts).toBe(attempts);
      expect(log.failedAttempts).toBeGreaterThanOrEqual(before);
      before = log.failedAttempts;
    }
    expect(before).toBe(3);
  });

  it('keeps all lines on disk even if the state is destroyed', () => {
    const { storage, seeds, clock } = run(['line', 'line', 'line'], []);
    for (let length = 0; length < 256; length += 17) {
      const disk = storage.clone();
      disk.files.set('chain', disk.files.get('chain')?.slice(0, length) ?? new Uint8Array(0));
      const log = checkAfterCrash(disk, 9, seeds, clock);
      expect(entries(log)[0]?.event).toBe('audit.restarted');
    }
  });
});
