import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import { verifyChains } from '../../../support/verify-at-once.ts';
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
import { FaultyAuditStorage } from '../../../support/faulty-audit-storage.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

const state = (storage: MemoryAuditStorage) => Uint8Array.from(storage.files.get('chain') ?? []);

describe('AuditLog.start', () => {
  it('begins a chain in an empty folder: random, without a line, its first key in the state', () => {
    const storage = new MemoryAuditStorage();
    const log = AuditLog.start(storage, new FakeClock());
    expect(log.head()).toMatchObject({ nextSeq: 0, lastMac: Buffer.alloc(32) });
    expect(log.head().seed).toEqual(log.head().key);
    expect(storage.syncs).toBe(1);
    expect(storage.segments()).toEqual([]);
    const again = AuditLog.start(storage, new FakeClock());
    expect(again.head()).toEqual(log.head());
    expect(entries(again)).toEqual([]);
  });

  it('goes on where the log ends and reads only the tail of it', () => {
    const { log, storage, clock, seed } = logWith(new MemoryAuditStorage(), 5000);
    const head = log.head();
    log.close();
    expect(storage.size('audit.jsonl')).toBeGreaterThan(1_000_000);
    storage.bytesRead = 0;
    const again = AuditLog.start(storage, clock);
    expect(again.head()).toEqual(head);
    expect(storage.bytesRead).toBeLessThan(100_000);
    writeLines(again, 1, clock);
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: 5001 });
  });

  it.each([1, 3, 256, 900])('adopts %i lines that the state does not know', (behind) => {
    const { log, storage, clock, seed } = logWith(new MemoryAuditStorage(), 20);
    const old = state(storage);
    writeLines(log, behind, clock);
    const head = log.head();
    storage.files.set('chain', old);
    const again = AuditLog.start(storage, clock);
    expect(again.head()).toEqual(head);
    expect(state(storage)).not.toEqual(old);
    writeLines(again, 1, clock);
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: behind + 21 });
  });

  it('adopts lines over the border of segments', () => {
    const { log, storage, clock, seed } = logWith(new MemoryAuditStorage(), 6, SMALL);
    const old = state(storage);
    writeLines(log, 10, clock);
    expect(storage.segments().length).toBeGreaterThan(1);
    storage.files.set('chain', old);
    const again = AuditLog.start(storage, clock, SMALL);
    expect(again.head()).toEqual(log.head());
    writeLines(again, 3, clock);
    expect(verifyChains(storage, [seed], SMALL)).toMatchObject({ ok: true, linesVerified: 19 });
  });

  it('counts the attempts in the lines that it adopts', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 2);
    failAttempt(log);
    const old = state(storage);
    failAttempt(log);
    clock.advance(7000);
    failAttempt(log);
    failAttempt(log);
    storage.files.set('chain', old);
    const again = AuditLog.start(storage, clock);
    expect([again.failedAttempts, again.retryAfterMs()]).toEqual([4, 5000]);
  });

  it('saves a torn tail beside the log and cuts it off', () => {
    const { storage, clock, seed } = logWith(new MemoryAuditStorage(), 3);
    storage.setText(`${storage.text()}{"v":1,"seq":3,"ts`);
    const again = AuditLog.start(storage, clock);
    expect(storage.text('torn-3.bin')).toBe('{"v":1,"seq":3,"ts');
    writeLines(again, 1, clock);
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: 4 });
  });

  it.each([
    ['as the first line', 0],
    ['longer than any line', 20_000],
  ])('saves a torn tail %s', (_what, length) => {
    const { storage, clock } = logWith(new MemoryAuditStorage(), length === 0 ? 0 : 2);
    storage.setText(`${storage.text()}{"v":1${' '.repeat(length)}`);
    const again = AuditLog.start(storage, clock);
    expect(storage.text('torn-0.bin') + storage.text('torn-2.bin')).toContain('{"v":1');
    expect(storage.brokenFiles()).toEqual([]);
    writeLines(again, 1, clock);
    expect(entries(again)).toHaveLength(length === 0 ? 1 : 3);
  });

  it('counts an attempt that was left open as a failure, and says so in one line', () => {
    const { log, storage, clock, seed } = logWith(new MemoryAuditStorage(), 2);
    for (let i = 0; i < 3; i += 1) failAttempt(log);
    log.beginAttempt(CALL);
    clock.advance(2000);
    const again = AuditLog.start(storage, clock);
    expect([again.failedAttempts, again.retryAfterMs()]).toEqual([4, 3000]);
    expect(entries(again).at(-1)).toMatchObject({
      event: 'vault.unlock',
      outcome: 'denied',
      reason: null,
      actor: 'system',
      n: { interrupted: 1 },
    });
    const third = AuditLog.start(storage, clock);
    expect(third.failedAttempts).toBe(4);
    expect(entries(third)).toHaveLength(entries(again).length);
    expect(third.verifySince(null, seed.seed).failures).toBe(4);
    expect(verifyChains(storage, [seed]).ok).toBe(true);
  });

  it('counts it even if that line cannot be written', () => {
    const storage = new FaultyAuditStorage();
    const { log, clock, seed } = logWith(storage, 2);
    for (let i = 0; i < 3; i += 1) failAttempt(log);
    log.beginAttempt(CALL);
    storage.readOnly();
    const again = AuditLog.start(storage, clock);
    expect([again.failedAttempts, again.retryAfterMs()]).toEqual([4, 5000]);
    storage.failing.clear();
    failAttempt(again);
    expect(again.failedAttempts).toBe(5);
    expect(again.verifySince(null, seed.seed)).toMatchObject({ fits: true, failures: 5 });
    expect(AuditLog.start(storage, clock).failedAttempts).toBe(5);
  });

  describe('sets aside a log', () => {
    const damage: [string, (storage: MemoryAuditStorage) => void, object][] = [
      [
        'that is shorter than the state',
        (s) => s.setText(`${s.text().split('\n').slice(0, 7).join('\n')}\n`),
        { lines: 7, next: 10 },
      ],
      ['that is gone', (s) => s.files.delete('audit.jsonl'), { lines: 0, next: 10 }],
      ['that is empty', (s) => s.setText(''), { lines: 0, next: 10 }],
      ['without a state', (s) => s.files.delete('chain'), { lines: 10 }],
      ['with a damaged state', (s) => s.setText('x'.repeat(256), 'chain'), { lines: 10 }],
      [
        'with a foreign line behind its own',
        (s) => s.setText(`${s.text()}{"v":1}\n`),
        { lines: 10, next: 10 },
      ],
      [
        'with its last line twice',
        (s) => s.setText(`${s.text()}${s.text().split('\n').at(-2) ?? ''}\n`),
        { lines: 10, next: 10 },
      ],
      [
        'whose last line was changed',
        (s) =>
          s.setText(
            s
              .text()
              .replace(/"i":9/, '"i":8')
              .replace(/.{4}"\}\n$/, 'AAAA"}\n'),
          ),
        { lines: 10, next: 10 },
      ],
      ['that is nothing but noise', (s) => s.setText('\n\n\x00\xff\n'), { next: 10 }],
    ];

    it.each(damage)('%s, and begins a new chain that says so', (_what, harm, n) => {
      const { storage, clock, log } = logWith(new MemoryAuditStorage(), 10);
      log.seedSealed();
      harm(storage);
      const content = storage.files.get('audit.jsonl');
      const again = AuditLog.start(storage, clock);
      expect(storage.files.get('audit-1.broken.jsonl')).toEqual(content);
      const files = content === undefined ? {} : { from_file: 1, to_file: 1 };
      expect(entries(again)).toEqual([
        expect.objectContaining({ seq: 0, event: 'audit.restarted', n: { ...n, ...files } }),
      ]);
      expect(again.head().seed).not.toBeNull();
      writeLines(again, 1, clock);
      const third = AuditLog.start(storage, clock);
      expect(third.head()).toEqual(again.head());
    });

    it('keeps the throttle if the state is whole', () => {
      const { storage, clock, log } = logWith(new MemoryAuditStorage(), 10);
      for (let i = 0; i < 5; i += 1) failAttempt(log);
      log.beginAttempt(CALL);
      storage.setText('');
      const again = AuditLog.start(storage, clock);
      expect([again.failedAttempts, again.retryAfterMs()]).toEqual([6, 30_000]);
      expect(entries(again).map(({ event }) => event)).toEqual(['audit.restarted', 'vault.unlock']);
    });

    it('with all its segments, the next free numbers in the order of its lines', () => {
      const { storage, clock } = logWith(new MemoryAuditStorage(), 15, SMALL);
      storage.setText('older', 'audit-4.broken.jsonl');
      const texts = storage.segments().map((name) => storage.text(name));
      expect(texts.length).toBeGreaterThan(1);
      storage.files.delete('chain');
      const again = AuditLog.start(storage, clock, SMALL);
      expect(storage.brokenFiles().map((name) => storage.text(name))).toEqual(['older', ...texts]);
      expect(entries(again)[0]?.n).toEqual({ lines: 15, from_file: 5, to_file: 4 + texts.length });
    });

    it('whose full segment ends in a torn line', () => {
      const { storage, clock } = logWith(new MemoryAuditStorage(), 15, SMALL);
      const last = storage.segments().at(-2) ?? '';
      storage.files.delete('audit.jsonl');
      storage.setText(`${storage.text(last)}torn`, last);
      AuditLog.start(storage, clock, SMALL);
      expect(storage.brokenFiles()).not.toEqual([]);
    });

    it('and saves its torn tail first', () => {
      const { storage, clock } = logWith(new MemoryAuditStorage(), 3);
      storage.files.delete('chain');
      storage.setText(`${storage.text()}torn`);
      AuditLog.start(storage, clock);
      expect(storage.text('torn-3.bin')).toBe('torn');
      expect(storage.text('audit-1.broken.jsonl')).toMatch(/\}\n$/);
    });
  });

  it('says that a log was lost even when only broken files are left', () => {
    const { storage, clock } = logWith(new MemoryAuditStorage(), 3);
    storage.setAside();
    storage.files.delete('chain');
    const again = AuditLog.start(storage, clock);
    expect(entries(again)).toEqual([
      expect.objectContaining({ event: 'audit.restarted', n: { lines: 0 } }),
    ]);
  });

  it('stays without a chain while a log that does not fit cannot be moved, and tries again', () => {
    const storage = new FaultyAuditStorage();
    const { clock } = logWith(storage, 3);
    storage.setText('');
    storage.failing.set('setAside', 'EACCES');
    const again = AuditLog.start(storage, clock);
    expect(() => writeLines(again, 1, clock)).toThrow(
      expect.objectContaining({ code: 'audit_unavailable' }),
    );
    storage.failing.clear();
    writeLines(again, 1, clock);
    expect(entries(again).map(({ event }) => event)).toEqual(['audit.restarted', 'secret.read']);
    expect(seedOf(again).seed).toHaveLength(32);
  });
});
