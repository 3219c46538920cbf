import { rounds } from '../../../support/seeded-random.ts';
import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import { ChainCursor, chainStart, macText } from '../../../../src/core/audit/chain.ts';
import { encodeEntry } from '../../../../src/core/audit/line.ts';
import { verifyChains } from '../../../support/verify-at-once.ts';
import type { AuditEntry } from '../../../../src/shared/model.ts';
import {
  CALL,
  entries,
  failAttempt,
  logWith,
  seedOf,
  SMALL,
  writeLines,
} from '../../../support/audit-samples.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

const FILE = 'audit.jsonl';
const WIDE = { ...SMALL, segmentsKept: 32 };

/** A log of ten lines, its lines as texts, and what verification says once they are changed. */
function tenLines() {
  const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 10);
  const lines = storage.text().split('\n').slice(0, -1);
  const check = (changed: readonly string[]) => {
    storage.setText(changed.map((line) => `${line}\n`).join(''));
    return verifyChains(storage, [seed]);
  };
  return { log, storage, seed, clock, lines, check };
}

function fault(line: number, seq: number, problem: string, file = FILE) {
  return { file, line, seq, problem };
}

describe('verifyChains', () => {
  it('walks the whole log from its first key', () => {
    const { lines, check } = tenLines();
    expect(check(lines)).toEqual({ ok: true, linesVerified: 10, chains: 1, faults: [] });
  });

  it('finds nothing wrong with an empty folder or a chain without lines', () => {
    const storage = new MemoryAuditStorage();
    expect(verifyChains(storage, [])).toEqual({
      ok: true,
      linesVerified: 0,
      chains: 0,
      faults: [],
    });
    AuditLog.start(storage, new FakeClock());
    expect(verifyChains(storage, []).ok).toBe(true);
  });

  it('is never content with any one byte changed', () => {
    const { storage, seed, log, clock } = logWith(new MemoryAuditStorage(), 2);
    failAttempt(log);
    writeLines(log, 1, clock);
    const good = storage.files.get(FILE) ?? new Uint8Array(0);
    for (let offset = 0; offset < good.length; offset += 1) {
      for (const change of [0x01, 0x20, 0x80, (good[offset] ?? 0) ^ 0x0a]) {
        if (change === 0) continue;
        const bytes = Uint8Array.from(good);
        bytes[offset] = (bytes[offset] ?? 0) ^ change;
        storage.files.set(FILE, bytes);
        const { ok, faults } = verifyChains(storage, [seed]);
        expect(ok, `offset ${offset}`).toBe(false);
        const line = Buffer.from(good.subarray(0, offset)).toString('latin1').split('\n').length;
        expect(faults).toEqual([expect.objectContaining({ file: FILE, line })]);
        expect(faults[0]?.problem).toMatch(/^(altered|unreadable)$/);
      }
    }
  });

  it('is never content with the log cut at any byte', () => {
    const { storage, seed } = logWith(new MemoryAuditStorage(), 3);
    const good = storage.files.get(FILE) ?? new Uint8Array(0);
    for (let length = 0; length < good.length; length += 1) {
      storage.files.set(FILE, good.slice(0, length));
      expect(verifyChains(storage, [seed]).ok, `length ${length}`).toBe(false);
    }
  });

  it('names a changed line', () => {
    const { lines, check } = tenLines();
    const changed = lines.with(4, lines[4]?.replace('"ok"', '"error"') ?? '');
    expect(check(changed)).toMatchObject({ ok: false, linesVerified: 4 });
    expect(check(changed).faults).toEqual([fault(5, 4, 'altered')]);
    const renumbered = lines.with(4, lines[4]?.replace('"seq":4', '"seq":8') ?? '');
    expect(check(renumbered).faults).toEqual([fault(5, 4, 'altered')]);
  });

  it('names a MAC in another spelling of the same bytes', () => {
    const { lines, check } = tenLines();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const [i, line] of lines.entries()) {
      const end = line.length - '"}'.length - 1;
      const other = alphabet[alphabet.indexOf(line[end] ?? '') + 1] ?? '';
      const respelled = lines.with(i, `${line.slice(0, end)}${other}"}`);
      expect(check(respelled).faults).toEqual([fault(i + 1, i, 'altered')]);
    }
  });

  it('names a line that cannot be read', () => {
    const { lines, check } = tenLines();
    expect(check(lines.with(4, 'x')).faults).toEqual([fault(5, 4, 'unreadable')]);
    expect(check(lines.with(4, '')).faults).toEqual([fault(5, 4, 'unreadable')]);
  });

  it('names each removed line', () => {
    const { lines, check } = tenLines();
    for (let i = 0; i < lines.length; i += 1) {
      expect(check(lines.toSpliced(i, 1)).faults).toEqual([fault(i + 1, i, 'missing')]);
    }
    expect(check(lines.toSpliced(3, 4)).faults).toEqual([fault(4, 3, 'missing')]);
    expect(check(lines.slice(0, 6)).faults).toEqual([fault(7, 6, 'missing')]);
    expect(check([]).faults).toEqual([fault(1, 0, 'missing')]);
  });

  it('names each line that stands there twice', () => {
    const { lines, check } = tenLines();
    for (let i = 0; i < lines.length; i += 1) {
      const twice = lines.toSpliced(i, 0, lines[i] ?? '');
      expect(check(twice).faults).toEqual([fault(i + 2, i + 1, 'added')]);
    }
    expect(check([...lines, lines[2] ?? '']).faults).toEqual([fault(11, 10, 'added')]);
  });

  it('names two lines that changed places', () => {
    const { lines, check } = tenLines();
    for (let i = 0; i + 1 < lines.length; i += 1) {
      const swapped = lines.with(i, lines[i + 1] ?? '').with(i + 1, lines[i] ?? '');
      expect(check(swapped).faults).toEqual([fault(i + 1, i, 'added')]);
    }
  });

  it('names a foreign line between others or at the end', () => {
    const { lines, check } = tenLines();
    const foreign = (seq: number) => lines[1]?.replace('"seq":1', `"seq":${seq}`) ?? '';
    for (const line of ['{}', foreign(4), foreign(99), foreign(0)]) {
      expect(check(lines.toSpliced(4, 0, line)).faults).toEqual([fault(5, 4, 'added')]);
      expect(check([...lines, line]).faults).toEqual([fault(11, 10, 'added')]);
    }
    expect(check([...lines, foreign(10)]).faults).toEqual([fault(11, 10, 'added')]);
  });

  it('names a piece of a line at the end', () => {
    const { storage, seed } = tenLines();
    storage.setText(`${storage.text()}{"v":1,`);
    expect(verifyChains(storage, [seed]).faults).toEqual([fault(11, 10, 'added')]);
  });

  it('accepts lines that verify behind the state, as a start would', () => {
    const { log, storage, seed, clock } = tenLines();
    const state = storage.files.get('chain') ?? new Uint8Array(0);
    writeLines(log, 2, clock);
    storage.files.set('chain', state);
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: 12 });
  });

  it('names a log that is gone', () => {
    const { storage, seed } = tenLines();
    storage.files.delete(FILE);
    expect(verifyChains(storage, [seed]).faults).toEqual([fault(1, 0, 'missing')]);
  });

  it('names a state that is gone, damaged, or of another chain', () => {
    const { storage, seed } = tenLines();
    const other = logWith(new MemoryAuditStorage(), 10);
    storage.files.delete('chain');
    const gone = verifyChains(storage, [other.seed, seed]);
    expect(gone).toMatchObject({ linesVerified: 10, faults: [fault(0, 0, 'missing', 'chain')] });
    storage.setText('x', 'chain');
    expect(verifyChains(storage, [seed]).faults).toEqual([fault(0, 0, 'unreadable', 'chain')]);
    storage.files.set('chain', other.storage.files.get('chain') ?? new Uint8Array(0));
    const foreign = verifyChains(storage, [seed]);
    expect(foreign).toMatchObject({
      linesVerified: 10,
      faults: [fault(0, 10, 'altered', 'chain')],
    });
    expect(verifyChains(storage, [seed, other.seed]).faults).toEqual([fault(1, 0, 'altered')]);
  });

  it('says so when it has no seed for a chain', () => {
    const { storage } = tenLines();
    const { seed: foreign } = logWith(new MemoryAuditStorage(), 1);
    expect(verifyChains(storage, []).faults).toEqual([fault(1, 0, 'no_seed')]);
    expect(verifyChains(storage, [foreign]).faults).toEqual([fault(1, 0, 'no_seed')]);
    storage.files.delete(FILE);
    expect(verifyChains(storage, [foreign]).faults).toEqual([fault(1, 0, 'no_seed')]);
  });

  describe('over segments', () => {
    it('names a segment that was removed, wherever it stood', () => {
      const { storage, seed } = logWith(new MemoryAuditStorage(), 40, WIDE);
      const names = storage.segments();
      expect(names.length).toBeGreaterThan(3);
      for (const [i, name] of names.entries()) {
        const copy = storage.clone();
        copy.files.delete(name);
        const { ok, faults } = verifyChains(copy, [seed], WIDE);
        expect(ok).toBe(false);
        expect(faults).toHaveLength(1);
        expect(faults[0]?.problem).toBe('missing');
        const at = i === names.length - 1 ? names[i - 1] : names[i + 1];
        expect(faults[0]?.file).toBe(at);
      }
    });

    it('names a file that was slipped in', () => {
      const { storage, seed } = logWith(new MemoryAuditStorage(), 40, WIDE);
      const [first = '', second = ''] = storage.segments();
      storage.setText(storage.text(first), 'audit-000000000001.jsonl');
      expect(verifyChains(storage, [seed], WIDE).faults).toEqual([
        fault(1, Number(second.slice(6, 18)), 'added', 'audit-000000000001.jsonl'),
      ]);
    });

    it('goes on over removed segments by the checkpoint, and only by it', () => {
      const { storage, seed, log } = logWith(new MemoryAuditStorage(), 60, SMALL);
      const [first = '', second = ''] = storage.segments();
      const kept = entries(log).length;
      expect(verifyChains(storage, [seed], SMALL)).toEqual({
        ok: true,
        linesVerified: kept,
        chains: 1,
        faults: [],
      });
      storage.files.delete(first);
      expect(verifyChains(storage, [seed], SMALL).faults).toEqual([fault(1, 0, 'missing', second)]);
    });

    it('does not believe a checkpoint that today’s key made for lines of the past', () => {
      const { storage, seed, log, clock } = logWith(new MemoryAuditStorage(), 40, WIDE);
      const [first = '', second = ''] = storage.segments();
      const to = Number(second.slice(6, 18)) - 1;
      const mac = JSON.parse(storage.text(first).split('\n').at(-2) ?? '').mac;
      log.write(
        { event: 'audit.checkpoint', outcome: 'ok', ref: { mac }, n: { from: 0, to } },
        CALL,
      );
      writeLines(log, 1, clock);
      expect(verifyChains(storage, [seed], WIDE).ok).toBe(true);
      storage.files.delete(first);
      expect(verifyChains(storage, [seed], WIDE).faults).toEqual([fault(1, 0, 'missing', second)]);
    });

    it('does not count on for ever to reach the number that a file name claims', () => {
      const { storage, seed } = logWith(new MemoryAuditStorage(), 3);
      storage.setText(storage.text(), 'audit-999999999999.jsonl');
      storage.files.delete(FILE);
      expect(verifyChains(storage, [seed]).faults).toEqual([
        fault(1, 0, 'missing', 'audit-999999999999.jsonl'),
      ]);
      storage.setText(
        storage.text('audit-999999999999.jsonl').replace('"seq":0', '"seq":9007199254740991'),
        'audit-7.broken.jsonl',
      );
      expect(verifyChains(storage, [seed]).ok).toBe(false);
    });
  });

  describe('over files that were set aside', () => {
    /** Three chains: 10 lines, 21 lines in segments, 5 lines. */
    function threeChains() {
      const { log, storage, seed, clock } = logWith(new MemoryAuditStorage(), 10, WIDE);
      log.restart(CALL);
      const second = seedOf(log);
      writeLines(log, 20, clock);
      log.restart(CALL);
      const third = seedOf(log);
      writeLines(log, 4, clock);
      return { log, storage, clock, seeds: [seed, second, third] as const };
    }
    const lineCount = (storage: MemoryAuditStorage, file: string) =>
      storage.text(file).split('\n').length - 1;

    it('finds the seed of each by trying', () => {
      const { storage, seeds } = threeChains();
      expect(storage.brokenFiles().length).toBeGreaterThan(3);
      const all = { ok: true, linesVerified: 36, chains: 3, faults: [] };
      expect(verifyChains(storage, seeds, WIDE)).toEqual(all);
      expect(verifyChains(storage, seeds.toReversed(), WIDE)).toEqual(all);
    });

    it('says which have no seed', () => {
      const { storage, seeds } = threeChains();
      const { faults } = verifyChains(storage, [seeds[0], seeds[2]], WIDE);
      expect(new Set(faults.map(({ problem }) => problem))).toEqual(new Set(['no_seed']));
      expect(faults[0]).toEqual(fault(1, 0, 'no_seed', storage.brokenFiles()[2]));
    });

    it('names the first wrong line of each, whatever line it is', () => {
      const { storage, seeds } = threeChains();
      for (const file of storage.brokenFiles()) {
        for (let i = 0; i < lineCount(storage, file); i += 1) {
          const copy = storage.clone();
          const lines = storage.text(file).split('\n');
          const seq: number = JSON.parse(lines[i] ?? '').seq;
          copy.setText(lines.with(i, lines[i]?.replace('"ok"', '"error"') ?? '').join('\n'), file);
          const { faults } = verifyChains(copy, seeds, WIDE);
          expect(faults).toEqual([fault(i + 1, seq, 'altered', file)]);
        }
      }
    });

    it('names a file that is gone, or lost its end after it was set aside', () => {
      const { storage, seeds } = threeChains();
      for (const file of storage.brokenFiles()) {
        const gone = storage.clone();
        gone.files.delete(file);
        const { faults } = verifyChains(gone, seeds, WIDE);
        expect(faults[0]?.problem).toBe('missing');
        expect(faults.some((found) => found.file === file)).toBe(true);
        const cut = storage.clone();
        const lines = cut.text(file).split('\n').slice(0, -2);
        cut.setText(lines.map((line) => `${line}\n`).join(''), file);
        const { ok, faults: cutFaults } = verifyChains(cut, seeds, WIDE);
        expect(ok).toBe(false);
        expect(cutFaults[0]?.problem).toBe('missing');
      }
    });

    it('tells that the log was shorter than its state when it was set aside', () => {
      const { storage, seed, clock } = logWith(new MemoryAuditStorage(), 10);
      const lines = storage.text().split('\n').slice(0, 7);
      storage.setText(`${lines.join('\n')}\n`);
      const log = AuditLog.start(storage, clock);
      const seeds = [seed, seedOf(log)];
      expect(verifyChains(storage, seeds).faults).toEqual([
        fault(8, 7, 'missing', 'audit-1.broken.jsonl'),
      ]);
    });

    it.each([
      ['emptied', ''],
      ['deleted', null],
    ] as const)('tells that the log was %s when it was set aside', (_how, text) => {
      const { storage, seed, clock } = logWith(new MemoryAuditStorage(), 10);
      if (text === null) storage.files.delete(FILE);
      else storage.setText(text);
      const log = AuditLog.start(storage, clock);
      const { faults } = verifyChains(storage, [seed, seedOf(log)]);
      expect(faults).toEqual([
        text === null ? fault(1, 0, 'missing') : fault(1, 0, 'missing', 'audit-1.broken.jsonl'),
      ]);
    });

    it('finds no fault in a whole log whose state was lost', () => {
      const { storage, seed, clock } = logWith(new MemoryAuditStorage(), 10);
      storage.files.delete('chain');
      const log = AuditLog.start(storage, clock);
      expect(verifyChains(storage, [seed, seedOf(log)])).toEqual({
        ok: true,
        linesVerified: 11,
        chains: 2,
        faults: [],
      });
    });

    it('goes on over removed segments there as well', () => {
      const { log, storage, seed } = logWith(new MemoryAuditStorage(), 60, SMALL);
      const kept = entries(log).length;
      log.restart(CALL);
      expect(verifyChains(storage, [seed, seedOf(log)], SMALL)).toEqual({
        ok: true,
        linesVerified: kept + 1,
        chains: 2,
        faults: [],
      });
    });

    it('does not follow a record of a restart that claims a million files', () => {
      const { log, storage, seed } = logWith(new MemoryAuditStorage(), 1);
      const n = { from_file: 0, to_file: 9_000_000 };
      log.write({ event: 'audit.restarted', outcome: 'ok', n }, CALL);
      expect(verifyChains(storage, [seed]).ok).toBe(true);
    });
  });

  it('verifies many thousand lines in seconds', { timeout: 60_000 }, () => {
    const LINES = rounds(20_000, 100_000);
    const { storage, log, seed } = logWith(new MemoryAuditStorage(), 1);
    const [entry] = entries(log);
    const cursor = new ChainCursor(chainStart(seed.seed));
    const lines: Uint8Array[] = [];
    for (let seq = 0; seq < LINES; seq += 1) {
      const { line, mac } = cursor.sign(encodeEntry({ ...(entry as AuditEntry), seq }));
      lines.push(line);
      cursor.advance(mac);
    }
    expect(macText(cursor.lastMac)).toHaveLength(43);
    storage.files.set(FILE, Buffer.concat(lines));
    const began = performance.now();
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: LINES });
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
