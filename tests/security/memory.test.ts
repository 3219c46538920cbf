import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealAesGcm } from '../../src/core/crypto/aead.ts';
import { derivedKeys } from '../support/derived-keys.ts';
import { ChildProgram } from '../support/child-program.ts';
import { scanMemory } from '../support/scan-memory.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import { call, emptyHome, openVaultAt, removeHomes, utf8 } from '../support/vault-fixture.ts';

/*
 * What a stranger finds in the memory of a process that had the vault open. A program of its own reads password and
 * values from files and wipes what it read; this one looks through its memory (/proc/PID/mem, so Linux only) at each
 * stage. Looked for is the second half of each text: memory that was freed but not wiped keeps that one.
 */

const STAGES = [
  'planted',
  'unlocked',
  'inside',
  'after reading',
  'locked',
  'renewed',
  'locked again',
  'refused',
  'closed',
  'unlogged',
] as const;
type Stage = (typeof STAGES)[number];

/** Names of what was found at each stage. */
const found = new Map<Stage, readonly string[]>();

function secondHalf(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(bytes.length / 2);
}

function randomText(name: string): string {
  return `${name} ${randomBytes(24).toString('hex')}`;
}

async function lookThrough(): Promise<void> {
  const home = emptyHome();
  const password = randomText('present');
  const newPassword = randomText('coming');
  const texts = { password, value: randomText('value'), planted: randomText('planted') };
  const vault = openVaultAt(home);
  await vault.setup({ password: utf8(password) }, call());
  await vault.close();

  const keys = await derivedKeys(home, password);
  const needles = [
    ...Object.entries(texts).map(([name, text]) => ({ name, bytes: secondHalf(utf8(text)) })),
    ...Object.entries(keys).map(([name, bytes]) => ({ name, bytes: secondHalf(bytes) })),
  ];
  const file = (name: string, text: string): string => {
    const path = join(home, `${name}.txt`);
    writeFileSync(path, text);
    return path;
  };
  const child = new ChildProgram('keep-nothing', {
    home,
    passwordFile: file('password', password),
    newPasswordFile: file('new', newPassword),
    valueFile: file('value', texts.value),
    plantedFile: file('planted', texts.planted),
    collect: false,
  });
  for (const stage of STAGES) {
    await child.next(stage);
    const findings = scanMemory(child.pid, needles);
    found.set(stage, [...new Set(findings.map(({ needle }) => needle))].sort());
    child.tell('');
  }
  expect(await child.next('unlogged')).toMatchObject({ refusal: 'audit_unavailable' });
  expect(await child.exited).toEqual({ code: 0, signal: null });
}

/** What of these was found at any of these stages, as `name at stage`. */
function copies(names: readonly string[], stages: readonly Stage[]): string[] {
  return stages.flatMap((stage) =>
    (found.get(stage) ?? ['nothing was looked through'])
      .filter((name) => names.includes(name) || !found.has(stage))
      .map((name) => `${name} at ${stage}`),
  );
}

const LOCKED: readonly Stage[] = ['locked', 'locked again', 'refused', 'closed', 'unlogged'];

describe.skipIf(process.platform !== 'linux')('memory of a process', () => {
  beforeAll(lookThrough, FAULT_TIMEOUT_MS);
  afterAll(removeHomes);

  it('shows to this scan what is there', () => {
    for (const stage of STAGES) expect(found.get(stage)).toContain('planted');
    expect(found.get('unlocked')).toContain('vaultKey');
    expect(found.get('inside')).toContain('value');
  });

  it('holds the password nowhere once it was used and its owner wiped it', () => {
    expect(copies(['password'], STAGES)).toEqual([]);
  });

  it('holds a value nowhere but inside `withSecret`', () => {
    const others = STAGES.filter((stage) => stage !== 'inside');
    expect(copies(['value'], others)).toEqual([]);
  });

  it('holds the vault key nowhere after a lock', () => {
    expect(copies(['vaultKey'], LOCKED)).toEqual([]);
  });

  it('holds the old vault key nowhere after it was renewed', () => {
    expect(copies(['vaultKey'], ['renewed'])).toEqual([]);
  });

  it('holds the key of the password nowhere after an unlock', () => {
    const after = STAGES.filter((stage) => stage !== 'planted');
    expect(copies(['kek', 'kck'], after)).toEqual([]);
  });

  it('holds no key made of the vault key after a lock', () => {
    expect(copies(['headerKey', 'indexKey', 'setKey', 'rowKey'], LOCKED)).toEqual([]);
  });
});

/** Where in an opened text a copy that nobody wiped would still be readable: freed memory loses its first bytes only. */
const MARK_EVERY = 48;

/** Seals a text full of a random mark, has another program open and wipe it, and counts the marks left in there. */
async function marksLeft(textBytes: number, times: number): Promise<number> {
  const mark = randomBytes(16);
  const text = Buffer.alloc(textBytes, 0x20);
  for (let at = 0; at + mark.length <= textBytes; at += MARK_EVERY) mark.copy(text, at);
  const [key, nonce] = [randomBytes(32), randomBytes(12)];
  const sealed = sealAesGcm(key, nonce, new Uint8Array(0), text);
  const file = join(emptyHome(), 'sealed.bin');
  writeFileSync(file, Buffer.concat([key, nonce, sealed]));
  const child = new ChildProgram('open-sealed', { file, sealedBytes: sealed.length, times });
  await child.next('wiped');
  const left = scanMemory(child.pid, [{ name: 'mark', bytes: mark }]);
  child.tell('');
  await child.exited;
  return left.length;
}

describe.skipIf(process.platform !== 'linux')('an opened text', () => {
  afterAll(removeHomes);

  it(
    'is nowhere once it was wiped, in no copy that decrypting made',
    { timeout: FAULT_TIMEOUT_MS },
    async () => {
      for (const textBytes of [64, 512, 1024, 4096]) {
        for (const times of [1, 7]) {
          expect([textBytes, times, await marksLeft(textBytes, times)]).toEqual([
            textBytes,
            times,
            0,
          ]);
        }
      }
    },
  );
});
