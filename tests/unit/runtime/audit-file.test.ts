import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { AuditLog } from '../../../src/core/audit/audit-log.ts';
import { peekAuditState } from '../../../src/core/audit/chain-state.ts';
import { verifyChains } from '../../support/verify-at-once.ts';
import { AuditFile } from '../../../src/runtime/audit-file.ts';
import {
  entries,
  failAttempt,
  logWith,
  seedOf,
  SMALL,
  writeLines,
} from '../../support/audit-samples.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryAuditStorage } from '../../support/memory-audit-storage.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const MIB = 1024 * 1024;
const UNAVAILABLE = expect.objectContaining({ code: 'audit_unavailable' });
const mode = (path: string) => lstatSync(path).mode & 0o777;
const bytes = (text: string) => Uint8Array.from(Buffer.from(text));

let folder: string;
let storage: AuditFile;
beforeEach(() => {
  folder = join(tempFolder(), 'audit');
  storage = new AuditFile(folder);
});
const text = (name: string) => readFileSync(join(folder, name), 'latin1');

describe('AuditFile', () => {
  it('touches nothing before it is prepared', () => {
    expect(existsSync(folder)).toBe(false);
    expect(peekAuditState(storage)).toBeNull();
    expect(existsSync(folder)).toBe(false);
  });

  it('makes a private folder with 2 MiB of ballast that really takes room', () => {
    storage.prepare();
    expect(mode(folder)).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['ballast']);
    const ballast = statSync(join(folder, 'ballast'));
    expect([ballast.size, mode(join(folder, 'ballast'))]).toEqual([2 * MIB, 0o600]);
    expect(ballast.blocks * 512).toBeGreaterThanOrEqual(2 * MIB);
    const content = readFileSync(join(folder, 'ballast'));
    expect(new Set(content.subarray(0, 4096)).size).toBeGreaterThan(200);
  });

  it('keeps every file private, whatever the umask was, and repairs what was opened up', () => {
    storage.prepare();
    const { log } = logWith(storage, 20, SMALL);
    writeFileSync(join(folder, 'audit-1.broken.jsonl'), 'x\n', { mode: 0o644 });
    for (const name of readdirSync(folder)) {
      if (name !== 'audit-1.broken.jsonl') expect(mode(join(folder, name)), name).toBe(0o600);
      chmodSync(join(folder, name), 0o644);
    }
    chmodSync(folder, 0o755);
    log.close();
    new AuditFile(folder).prepare();
    expect(mode(folder)).toBe(0o700);
    for (const name of readdirSync(folder)) expect(mode(join(folder, name)), name).toBe(0o600);
  });

  it('overwrites the state in place: the same file, 256 bytes', () => {
    storage.prepare();
    expect(storage.readState()).toBeNull();
    storage.writeState(new Uint8Array(256).fill(1), { sync: true });
    const { ino } = statSync(join(folder, 'chain'));
    storage.writeState(new Uint8Array(256).fill(2), { sync: false });
    expect(statSync(join(folder, 'chain')).ino).toBe(ino);
    expect(storage.readState()).toEqual(Buffer.alloc(256, 2));
    writeFileSync(join(folder, 'chain'), Buffer.alloc(300, 9));
    storage.writeState(new Uint8Array(256).fill(3), { sync: false });
    expect(storage.readState()).toEqual(Buffer.alloc(256, 3));
  });

  it.each([
    ['moved away', (path: string) => renameSync(path, `${path}.old`)],
    [
      'replaced by another',
      (path: string) => {
        writeFileSync(`${path}.new`, '', { mode: 0o600 });
        renameSync(`${path}.new`, path);
      },
    ],
    ['taken away', (path: string) => unlinkSync(path)],
  ])('never writes on into a file that was %s', (_, swap) => {
    storage.prepare();
    storage.append(bytes('first\n'));
    storage.writeState(new Uint8Array(256).fill(1), { sync: false });
    const old = openSync(join(folder, 'audit.jsonl'), 'r');
    swap(join(folder, 'audit.jsonl'));
    swap(join(folder, 'chain'));
    storage.append(bytes('second\n'));
    storage.writeState(new Uint8Array(256).fill(2), { sync: true });
    expect(text('audit.jsonl')).toBe('second\n');
    expect(text('chain')).toBe('\x02'.repeat(256));
    expect(readFileSync(old, 'latin1')).toBe('first\n');
    closeSync(old);
  });

  it('opens its files again after they were let go of, and follows no link that took their place', () => {
    storage.prepare();
    storage.append(bytes('first\n'));
    storage.release();
    storage.append(bytes('second\n'));
    expect(text('audit.jsonl')).toBe('first\nsecond\n');
    const target = join(folder, 'target');
    writeFileSync(target, '');
    unlinkSync(join(folder, 'audit.jsonl'));
    symlinkSync(target, join(folder, 'audit.jsonl'));
    expect(() => {
      storage.append(bytes('third\n'));
    }).toThrow();
    expect(readFileSync(target, 'latin1')).toBe('');
  });

  it('reads from an offset, and knows the size of a file that is not there', () => {
    storage.prepare();
    storage.append(bytes('one\n'));
    storage.append(bytes('two\n'));
    expect(storage.read('audit.jsonl')).toEqual(Buffer.from('one\ntwo\n'));
    expect(storage.read('audit.jsonl', 4)).toEqual(Buffer.from('two\n'));
    expect(storage.read('audit.jsonl', 99)).toHaveLength(0);
    expect([storage.size('audit.jsonl'), storage.size('nothing')]).toEqual([8, 0]);
    expect(() => storage.read('nothing')).toThrow();
  });

  it('lists segments and broken files in their order and nothing else', () => {
    storage.prepare();
    const names = ['audit-000000000100.jsonl', 'audit-000000000009.jsonl', 'audit.jsonl'];
    const broken = ['audit-10.broken.jsonl', 'audit-2.broken.jsonl'];
    const others = ['audit-9.jsonl', 'audit-x.broken.jsonl', 'torn-3.bin', 'chain'];
    for (const name of [...names, ...broken, ...others]) writeFileSync(join(folder, name), '');
    expect(storage.segments()).toEqual([names[1], names[0], names[2]]);
    expect(storage.brokenFiles()).toEqual([broken[1], broken[0]]);
  });

  it('cuts a torn tail after saving it, never over another one', () => {
    storage.prepare();
    for (const tail of ['torn', 'again']) {
      storage.append(bytes(`line\n${tail}`));
      storage.saveTorn(1, storage.size('audit.jsonl') - tail.length);
    }
    expect(text('audit.jsonl')).toBe('line\nline\n');
    expect([text('torn-1.bin'), text('torn-1-2.bin')]).toEqual(['torn', 'again']);
    expect(mode(join(folder, 'torn-1.bin'))).toBe(0o600);
  });

  it('rotates without overwriting anything', () => {
    storage.prepare();
    storage.append(bytes('one\n'));
    storage.rotate(0);
    expect(storage.segments()).toEqual(['audit-000000000000.jsonl', 'audit.jsonl']);
    storage.append(bytes('two\n'));
    expect(() => storage.rotate(0)).toThrow();
    expect([text('audit-000000000000.jsonl'), text('audit.jsonl')]).toEqual(['one\n', 'two\n']);
    storage.removeSegment('audit-000000000000.jsonl');
    expect(storage.segments()).toEqual(['audit.jsonl']);
  });

  it('sets files aside under the next free numbers', () => {
    storage.prepare();
    for (const [i, line] of ['one\n', 'two\n', 'three\n'].entries()) {
      if (i > 0) storage.rotate(i - 1);
      storage.append(bytes(line));
    }
    writeFileSync(join(folder, 'audit-4.broken.jsonl'), 'older');
    storage.setAside();
    expect(storage.segments()).toEqual([]);
    expect(storage.brokenFiles().map(text)).toEqual(['older', 'one\n', 'two\n', 'three\n']);
    storage.setAside();
    expect(storage.brokenFiles()).toHaveLength(4);
  });

  it('releases the ballast once and makes it again while there is room', () => {
    storage.prepare();
    const ballast = join(folder, 'ballast');
    expect(storage.releaseBallast()).toBe(true);
    expect(existsSync(ballast)).toBe(false);
    expect(storage.releaseBallast()).toBe(false);
    storage.writeState(new Uint8Array(256), { sync: false });
    expect(existsSync(ballast)).toBe(false);
    storage.writeState(new Uint8Array(256), { sync: true });
    expect(statSync(ballast).size).toBe(2 * MIB);
    truncateSync(ballast, 1000);
    storage.prepare();
    expect(statSync(ballast).size).toBe(2 * MIB);
  });
});

describe('a log on real files', () => {
  it('is the same as in memory: rotation, restart, recovery, verification', () => {
    const memory = new MemoryAuditStorage();
    storage.prepare();
    const made = [logWith(storage, 40, SMALL), logWith(memory, 40, SMALL)] as const;
    for (const { log, clock, seed, storage: kept } of made) {
      failAttempt(log);
      log.restart({ correlationId: '3f2504e0-4f89-41d3-9a0c-0305e82c3309', actor: 'owner' });
      const second = seedOf(log);
      writeLines(log, 12, clock);
      const again = AuditLog.start(kept, clock, SMALL);
      expect(again.head()).toEqual(log.head());
      expect(verifyChains(kept, [seed, second], SMALL).faults).toEqual([]);
      expect(peekAuditState(kept)?.failedAttempts).toBe(1);
    }
    expect(storage.segments()).toEqual(memory.segments());
    expect(storage.brokenFiles()).toEqual(memory.brokenFiles());
    const numbers = (kept: AuditFile | MemoryAuditStorage) =>
      entries(AuditLog.start(kept, new FakeClock())).map(({ seq, event, n }) => [seq, event, n]);
    expect(numbers(storage)).toEqual(numbers(memory));
  });

  it('saves a torn tail and goes on', () => {
    storage.prepare();
    const { seed, clock } = logWith(storage, 3);
    storage.append(bytes('{"v":1,"seq":3'));
    const log = AuditLog.start(new AuditFile(folder), clock);
    writeLines(log, 1, clock);
    expect(text('torn-3.bin')).toBe('{"v":1,"seq":3');
    expect(verifyChains(storage, [seed])).toMatchObject({ ok: true, linesVerified: 4 });
  });

  it('refuses to write where there is no folder to be had, and never throws at start', () => {
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'a file in the way');
    storage.prepare();
    const log = AuditLog.start(storage, new FakeClock());
    expect(() => writeLines(log, 1, new FakeClock())).toThrow(UNAVAILABLE);
    expect(readFileSync(folder, 'utf8')).toBe('a file in the way');
    unlinkSync(folder);
    storage.prepare();
    writeLines(log, 1, new FakeClock());
    expect(entries(log)).toHaveLength(1);
  });

  it('does not follow a folder that is a symlink', () => {
    const elsewhere = tempFolder();
    mkdirSync(join(folder, '..'), { recursive: true });
    symlinkSync(elsewhere, folder);
    storage.prepare();
    const log = AuditLog.start(storage, new FakeClock());
    expect(() => writeLines(log, 1, new FakeClock())).toThrow(UNAVAILABLE);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('does not write through a symlink, and moves it away when it is prepared', () => {
    storage.prepare();
    const { log, clock } = logWith(storage, 2);
    const target = join(tempFolder(), 'target');
    writeFileSync(target, 'mine');
    for (const name of ['audit.jsonl', 'chain', 'ballast']) {
      unlinkSync(join(folder, name));
      symlinkSync(target, join(folder, name));
    }
    expect(() => writeLines(log, 1, clock)).toThrow(UNAVAILABLE);
    expect(() => storage.writeState(new Uint8Array(256), { sync: true })).toThrow();
    expect(() => storage.readState()).toThrow();
    storage.prepare();
    const again = AuditLog.start(storage, clock);
    writeLines(again, 1, clock);
    expect(readFileSync(target, 'utf8')).toBe('mine');
    expect(lstatSync(join(folder, 'audit.jsonl.refused')).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(folder, 'audit.jsonl')).isFile()).toBe(true);
    expect(lstatSync(join(folder, 'chain')).isFile()).toBe(true);
  });

  it.skipIf(process.platform === 'win32')(
    'does not hang on a FIFO with the name of the log',
    () => {
      storage.prepare();
      execFileSync('mkfifo', [join(folder, 'audit.jsonl')]);
      const log = AuditLog.start(storage, new FakeClock());
      expect(() => writeLines(log, 1, new FakeClock())).toThrow(UNAVAILABLE);
      storage.prepare();
      const again = AuditLog.start(storage, new FakeClock());
      writeLines(again, 1, new FakeClock());
      expect(entries(again)).toHaveLength(1);
    },
  );

  it('goes on logging if its file is taken away while it runs; verification tells', () => {
    storage.prepare();
    const { log, clock, seed } = logWith(storage, 3);
    linkSync(join(folder, 'audit.jsonl'), join(folder, 'kept'));
    unlinkSync(join(folder, 'audit.jsonl'));
    writeLines(log, 1, clock);
    expect(verifyChains(storage, [seed]).faults).toEqual([
      { file: 'audit.jsonl', line: 1, seq: 0, problem: 'missing' },
    ]);
  });
});
