import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Output } from '../../src/cli/output.ts';
import { descriptorOf } from '../../src/cli/read-bytes.ts';
import {
  readNewPassword,
  readPassword,
  refuseSharedInput,
  withoutFinalNewline,
} from '../../src/cli/read-password.ts';
import { FakeIo } from './fake-world.ts';

let folder: string;
let io: FakeIo;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strongroom-cli-'));
  io = new FakeIo();
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(content: string | Uint8Array, mode = 0o600): string {
  const path = join(folder, 'password');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

const read = async (path: string | null): Promise<string> => {
  const source = { file: path, option: '--password-file', prompt: 'Password: ' } as const;
  return Buffer.from(await readPassword(source, { io, output: new Output(io, false) })).toString(
    'utf8',
  );
};

describe('a password file', () => {
  it('loses one final newline, \\n or \\r\\n, and nothing else', async () => {
    expect(await read(file('sésame \n'))).toBe('sésame ');
    expect(await read(file('a\r\n'))).toBe('a');
    expect(await read(file('a\n\n'))).toBe('a\n');
    expect(await read(file('a\r'))).toBe('a\r');
    expect([...withoutFinalNewline(Uint8Array.of(0x0a))]).toEqual([]);
  });

  it('draws a warning if others may read it, and only then', async () => {
    await read(file('abc', 0o600));
    expect(io.talked).toEqual([]);
    await read(file('abc', 0o640));
    await read(file('abc', 0o604));
    expect(io.talked).toHaveLength(2);
    expect(io.talked[0]).toContain('chmod 600');
  });

  it('is refused when it is empty, too large, missing or a folder', async () => {
    for (const path of [file('\n'), join(folder, 'missing'), folder]) {
      await expect(read(path)).rejects.toMatchObject({ code: 'invalid_input' });
    }
    await expect(read(file('x'.repeat(1025)))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(read(file('x'.repeat(100_000)))).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await read(file(`${'x'.repeat(1024)}\r\n`))).toHaveLength(1024);
  });

  it('is not read when nobody can be asked and none was given', async () => {
    await expect(read(null)).rejects.toMatchObject({
      code: 'invalid_input',
      hint: 'No terminal to ask for the password; use --password-file.',
    });
  });
});

describe('a new password', () => {
  const readNew = async (): Promise<Uint8Array> =>
    readNewPassword(null, { io, output: new Output(io, false) });

  it('is typed twice', async () => {
    io.canAsk = true;
    io.typed = ['the same words', 'the same words'];
    expect(Buffer.from(await readNew()).toString('utf8')).toBe('the same words');
    expect(io.prompts).toHaveLength(2);
  });

  it('is refused, and both entries zeroed, when the two differ', async () => {
    io.canAsk = true;
    io.typed = ['the same words', 'the same word'];
    await expect(readNew()).rejects.toMatchObject({ code: 'invalid_input' });
    expect(io.handedOut.flatMap((bytes) => [...bytes]).every((byte) => byte === 0)).toBe(true);
  });
});

describe('one input for two things', () => {
  it('is refused for every way to name the same descriptor', () => {
    for (const [a, b] of [
      ['-', '/dev/stdin'],
      ['/dev/fd/0', '-'],
      ['/dev/fd/3', '/proc/self/fd/3'],
    ] as const) {
      expect(() => {
        refuseSharedInput([a, b]);
      }).toThrow();
    }
    refuseSharedInput(['/dev/fd/3', '/dev/fd/4', null, '-', 'a', 'a']);
  });

  it('knows descriptors from paths', () => {
    expect(descriptorOf('/dev/fd/12')).toBe(12);
    expect(descriptorOf('/dev/fd/')).toBeNull();
    expect(descriptorOf('/dev/fd/1x')).toBeNull();
    expect(descriptorOf('dev/fd/1')).toBeNull();
  });
});
