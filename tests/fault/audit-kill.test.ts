import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../src/core/audit/audit-log.ts';
import { verifyChains } from '../support/verify-at-once.ts';
import { AuditFile } from '../../src/runtime/audit-file.ts';
import { entries, seedOf } from '../support/audit-samples.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';

const WRITER = fileURLToPath(new URL('../support/audit-writer.ts', import.meta.url));
const LIMITS = { segmentBytes: 4000, segmentsKept: 1000 };
const POINTS = process.env['SLOW'] === '1' ? 100 : 10;

/** Lets a process write until it has said so many numbers and a moment more, kills it, returns the last number. */
async function writeAndKill(folder: string, lines: number, afterMs: number): Promise<number> {
  const child = spawn(process.execPath, [WRITER, folder, String(LIMITS.segmentBytes)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('latin1');
  const closed = new Promise((resolve) => child.once('close', resolve));
  const enough = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: string) => {
      said += chunk;
      if (said.split('\n').length > lines) resolve();
    });
    child.once('exit', () => reject(new Error('the writer ended by itself')));
  });
  await enough;
  await sleep(afterMs);
  child.kill('SIGKILL');
  await closed;
  const whole = said.slice(0, said.lastIndexOf('\n')).split('\n');
  return Number(whole.at(-1));
}

describe('kill -9 while lines are written', () => {
  it(`loses no acknowledged line at ${POINTS} points, and the chain verifies`, async () => {
    const folder = join(tempFolder(), 'audit');
    const storage = new AuditFile(folder);
    storage.prepare();
    const seed = seedOf(AuditLog.start(storage, new FakeClock()));
    for (let point = 0; point < POINTS; point += 1) {
      const last = await writeAndKill(folder, 1 + ((point * 17) % 40), (point * 7) % 23);
      const log = AuditLog.start(storage, new FakeClock(), LIMITS);
      const seqs = entries(log).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, i) => i));
      expect(seqs.length).toBeGreaterThan(last);
      expect(verifyChains(storage, [seed], LIMITS)).toMatchObject({
        ok: true,
        linesVerified: seqs.length,
        chains: 1,
      });
      expect(storage.brokenFiles()).toEqual([]);
    }
  });
});

describe.skipIf(process.platform === 'win32')(
  'a file system that takes only part of a line',
  () => {
    it('is left without the torn part, and everything acknowledged is there', () => {
      const folder = join(tempFolder(), 'audit');
      const storage = new AuditFile(folder);
      storage.prepare();
      const seed = seedOf(AuditLog.start(storage, new FakeClock()));
      // The shell's file size limit cuts the write that crosses 16 KiB; the next one fails with EFBIG.
      const command = 'ulimit -f 16; exec "$0" "$@"';
      const run = spawnSync('bash', ['-c', command, process.execPath, WRITER, folder, '1000000'], {
        encoding: 'latin1',
      });
      expect(run.status).not.toBe(0);
      const text = readFileSync(join(folder, 'audit.jsonl'), 'latin1');
      expect(text).toMatch(/\}\n$/);
      expect(text.length).toBeGreaterThan(15_000);
      const said = run.stdout.trimEnd().split('\n');
      const checked = verifyChains(storage, [seed], LIMITS);
      expect(checked).toMatchObject({ ok: true, linesVerified: Number(said.at(-1)) + 1 });
    });
  },
);
