import { beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import { verifyChains } from '../../../support/verify-at-once.ts';
import {
  CALL,
  entries,
  failAttempt,
  logWith,
  passAttempt,
  seedOf,
  writeLines,
} from '../../../support/audit-samples.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FaultyAuditStorage } from '../../../support/faulty-audit-storage.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';

const UNAVAILABLE = expect.objectContaining({ code: 'audit_unavailable' });

describe('AuditLog.write', () => {
  it('appends one line with everything the format asks for', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 0);
    log.setGeneration(7);
    const ref = { secret: '7d444840-9dc0-11d1-b245-5ffdce74fad2' };
    log.write({ event: 'secret.read', outcome: 'error', reason: 'locked', ref, n: { a: 1 } }, CALL);
    log.setGeneration(null);
    log.write({ event: 'vault.lock', outcome: 'ok' }, CALL);
    const [first, second] = entries(log);
    expect(first).toEqual({
      v: 1,
      seq: 0,
      ts: '2026-11-20T07:00:00.000Z',
      mono: 1_000_000,
      boot: expect.stringMatching(/^[0-9a-f]{8}$/),
      correlation_id: CALL.correlationId,
      actor: 'cli',
      event: 'secret.read',
      outcome: 'error',
      reason: 'locked',
      ref,
      n: { a: 1, gen: 7 },
    });
    expect(second).toMatchObject({ seq: 1, boot: first?.boot, n: {}, ref: {}, reason: null });
    expect(storage.text()).toMatch(/^(\{"v":1,[ -~]*,"mac":"[\w-]{43}"\}\n){2}$/);
  });

  it('names who is behind the call; what the event says itself counts more', () => {
    const { log } = logWith(new MemoryAuditStorage(), 0);
    const by = { client: 'cli_a', key: 'key_a' };
    const context = { ...CALL, by };
    log.write({ event: 'secret.read', outcome: 'ok', ref: { secret: 's' } }, context);
    log.write({ event: 'key.revoke', outcome: 'ok', ref: { key: 'key_b' } }, context);
    log.write({ event: 'test.none', outcome: 'ok' }, context);
    expect(entries(log).map(({ ref }) => ref)).toEqual([
      { ...by, secret: 's' },
      { client: 'cli_a', key: 'key_b' },
      by,
    ]);
    for (const odd of [{ client: '' }, { 'a b': 'x' }, { client: 'x'.repeat(129) }]) {
      expect(() => {
        log.write({ event: 'test.odd', outcome: 'ok' }, { ...CALL, by: odd });
      }).toThrow(expect.objectContaining({ code: 'internal' }) as Error);
    }
    expect(entries(log)).toHaveLength(3);
  });

  it('makes the line durable, then moves on, then writes the state', () => {
    const storage = new FaultyAuditStorage();
    const { log, seed, clock } = logWith(storage, 3);
    storage.failing.set('writeState', 'EIO');
    expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
    expect(entries(log)).toHaveLength(4);
    expect(log.head().nextSeq).toBe(4);
    storage.failing.clear();
    writeLines(log, 1, clock);
    expect(verifyChains(storage, [seed])).toEqual({
      ok: true,
      linesVerified: 5,
      chains: 1,
      faults: [],
    });
  });

  it('refuses what fits no line and writes nothing of it', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 2);
    const before = storage.clone();
    const internal = expect.objectContaining({ code: 'internal' });
    const write = (event: object, context: object = CALL) =>
      log.write({ event: 'a', outcome: 'ok', ...event }, { ...CALL, ...context });
    expect(() => write({ event: 'No' })).toThrow(internal);
    expect(() => write({ n: { gen: 3 } })).toThrow(internal);
    expect(() => write({ n: { x: 0.5 } })).toThrow(internal);
    expect(() => write({ ref: { name: 'free text' } })).toThrow(internal);
    expect(() => write({}, { correlationId: 'x' })).toThrow(internal);
    expect(storage.files).toEqual(before.files);
    write({});
    expect(entries(log)).toHaveLength(3);
  });

  it('keeps only the current key, in memory and on disk', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 1);
    log.seedSealed();
    const keys = [log.head().key];
    for (let i = 0; i < 5; i += 1) {
      writeLines(log, 1, clock);
      keys.push(log.head().key);
    }
    const disk = [...storage.files.values()].map((bytes) => Buffer.from(bytes));
    const lies = (key: Uint8Array) => disk.some((bytes) => bytes.includes(Buffer.from(key)));
    expect(keys.map(lies)).toEqual([false, false, false, false, false, true]);
  });

  it('makes the state durable and asks for an anchor with every 256th line', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 254);
    const seqs: number[] = [];
    log.onAnchorDue = () => seqs.push(log.head().nextSeq);
    const { syncs } = storage;
    writeLines(log, 1, clock);
    expect([storage.syncs, seqs]).toEqual([syncs, []]);
    writeLines(log, 1, clock);
    expect([storage.syncs, seqs]).toEqual([syncs + 1, [256]]);
    writeLines(log, 256, clock);
    expect([storage.syncs, seqs]).toEqual([syncs + 2, [256, 512]]);
  });

  it('is not undone by an anchor that could not be renewed', () => {
    const { log, clock } = logWith(new MemoryAuditStorage(), 255);
    log.onAnchorDue = () => {
      throw new Error('no database');
    };
    expect(() => writeLines(log, 1, clock)).not.toThrow();
    expect(log.head().nextSeq).toBe(256);
  });

  it('lets the anchor write lines of its own', () => {
    const { log, clock, storage, seed } = logWith(new MemoryAuditStorage(), 255);
    log.onAnchorDue = () => log.write({ event: 'anchor.renewed', outcome: 'ok' }, CALL);
    writeLines(log, 2, clock);
    expect(entries(log).at(-2)?.event).toBe('anchor.renewed');
    expect(verifyChains(storage, [seed]).ok).toBe(true);
  });

  it('throws after close, and close throws never', () => {
    const storage = new FaultyAuditStorage();
    const { log, clock } = logWith(storage, 1);
    storage.readOnly();
    expect(() => log.close()).not.toThrow();
    storage.failing.clear();
    expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
    expect(() => log.head()).toThrow(UNAVAILABLE);
    expect(log.failedAttempts).toBe(0);
    expect(() => log.retryAfterMs()).toThrow(UNAVAILABLE);
    expect(() => log.close()).not.toThrow();
  });
});

describe('an unlock attempt', () => {
  it('is durable with its state before it begins, and its good end as well', () => {
    const { log, storage } = logWith(new MemoryAuditStorage(), 1);
    const { syncs } = storage;
    log.beginAttempt(CALL);
    expect(storage.syncs).toBe(syncs + 1);
    log.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, CALL);
    expect(storage.syncs).toBe(syncs + 2);
    log.sync();
    expect(storage.syncs).toBe(syncs + 3);
    expect(entries(log).map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
      'secret.read ok',
      'vault.unlock attempt',
      'vault.unlock ok',
    ]);
  });

  it('cannot begin while the log cannot be written', () => {
    const storage = new FaultyAuditStorage();
    const { log } = logWith(storage, 1);
    storage.failing.set('append', 'EIO');
    expect(() => log.beginAttempt(CALL)).toThrow(UNAVAILABLE);
    storage.failing.clear();
    storage.failing.set('writeState', 'EIO');
    expect(() => log.beginAttempt(CALL)).toThrow(UNAVAILABLE);
  });
});

describe('a full or broken disk', () => {
  let storage: FaultyAuditStorage;
  beforeEach(() => (storage = new FaultyAuditStorage()));

  it('releases the ballast once, and the line is written', () => {
    const { log, seed, clock } = logWith(storage, 2);
    storage.ballast = true;
    storage.partialBytes = 100;
    storage.failing.set('append', 'ENOSPC');
    writeLines(log, 1, clock);
    expect(storage.ballastReleased).toBe(1);
    expect(entries(log)).toHaveLength(3);
    expect(verifyChains(storage, [seed]).ok).toBe(true);
    storage.failing.set('append', 'ENOSPC');
    expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
    expect(storage.ballastReleased).toBe(1);
  });

  it('releases the ballast for the state as well', () => {
    const { log, clock } = logWith(storage, 2);
    storage.ballast = true;
    storage.failing.set('writeState', 'EDQUOT');
    expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
    expect(storage.ballastReleased).toBe(1);
    storage.ballast = true;
    storage.failing.set('writeState', 'ENOSPC');
    writeLines(log, 1, clock);
    expect(storage.ballastReleased).toBe(2);
  });

  it('keeps the ballast for any other failure', () => {
    const { log, clock } = logWith(storage, 2);
    storage.ballast = true;
    storage.failing.set('append', 'EIO');
    expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
    expect(storage.ballast).toBe(true);
  });

  it.each([0, 1, 57, 150, 1024])(
    'never leaves %i bytes of a failed line before the next one',
    (partialBytes) => {
      const { log, seed, clock } = logWith(storage, 2);
      storage.partialBytes = partialBytes;
      storage.failing.set('append', 'EIO');
      expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
      storage.failing.delete('append');
      if (partialBytes > 0) {
        storage.failing.set('saveTorn', 'EIO');
        const before = storage.text();
        expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
        expect(storage.text()).toBe(before);
        storage.failing.clear();
      }
      writeLines(log, 2, clock);
      expect(entries(log).map(({ seq }) => seq)).toEqual([0, 1, 2, 3]);
      expect(verifyChains(storage, [seed]).ok).toBe(true);
      expect(verifyChains(storage, [seed]).linesVerified).toBe(4);
    },
  );

  it('says nothing but the code: no path, no reason of the system', () => {
    const { log, clock } = logWith(storage, 2);
    storage.failing.set('append', 'EIO');
    try {
      writeLines(log, 1, clock);
      expect.unreachable();
    } catch (thrown) {
      expect(JSON.stringify(thrown) + String(thrown)).not.toMatch(/home|EIO/);
    }
  });

  it('refuses to write to a read-only folder and still answers', () => {
    const { log, seed, clock } = logWith(storage, 2);
    for (let i = 0; i < 4; i += 1) failAttempt(log);
    storage.readOnly();
    const reader = AuditLog.start(storage, clock);
    expect([reader.failedAttempts, reader.retryAfterMs()]).toEqual([4, 5000]);
    expect(entries(reader)).toHaveLength(10);
    expect(reader.verifySince(null, seed.seed)).toMatchObject({ fits: true, failures: 4 });
    expect(() => writeLines(reader, 1, clock)).toThrow(UNAVAILABLE);
    storage.failing.clear();
    writeLines(reader, 1, clock);
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: 11 });
  });

  it('starts without a storage that works, refuses everything, and goes on once it does', () => {
    storage.failing.set('readState', 'EACCES');
    storage.failing.set('append', 'EACCES');
    const clock = new FakeClock();
    const log = AuditLog.start(storage, clock);
    expect(log.failedAttempts).toBe(0);
    expect(() => log.retryAfterMs()).toThrow(UNAVAILABLE);
    expect(() => log.head()).toThrow(UNAVAILABLE);
    expect(() => log.beginAttempt(CALL)).toThrow(UNAVAILABLE);
    expect(() => log.restart(CALL)).toThrow(UNAVAILABLE);
    expect(() => log.sync()).toThrow(UNAVAILABLE);
    expect(log.verifySince(null, new Uint8Array(32))).toEqual({
      fits: false,
      highestGeneration: null,
      failures: 0,
      failedSince: null,
    });
    storage.failing.clear();
    passAttempt(log);
    expect(verifyChains(storage, [seedOf(log)])).toMatchObject({ ok: true, linesVerified: 2 });
  });

  it('says audit_unavailable when lines cannot be read back', () => {
    const { log } = logWith(storage, 2);
    storage.failing.set('read', 'EIO');
    expect(() => log.query({})).toThrow(UNAVAILABLE);
    expect(log.verifySince(null, new Uint8Array(32)).fits).toBe(false);
  });
});

describe('the first key of a chain', () => {
  it('lies in the state until it is sealed, and nowhere afterwards', () => {
    const { log, storage, clock } = logWith(new MemoryAuditStorage(), 2);
    const { seed, chainId } = log.head();
    log.close();
    const again = AuditLog.start(storage, clock);
    expect(again.head().seed).toEqual(seed);
    const { syncs } = storage;
    again.seedSealed();
    expect(storage.syncs).toBe(syncs + 1);
    expect(again.head()).toMatchObject({ seed: null, chainId });
    expect(Buffer.from(storage.files.get('chain') ?? []).includes(Buffer.from(seed ?? []))).toBe(
      false,
    );
    expect(AuditLog.start(storage, clock).head()).toMatchObject({ seed: null, chainId });
  });

  it('is another one for every chain, as is the chain id', () => {
    const one = logWith(new MemoryAuditStorage(), 0).log.head();
    const two = logWith(new MemoryAuditStorage(), 0).log.head();
    expect(one.seed).not.toEqual(two.seed);
    expect(one.chainId).not.toEqual(two.chainId);
  });
});
