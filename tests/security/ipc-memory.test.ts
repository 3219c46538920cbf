import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChildProgram } from '../support/child-program.ts';
import { derivedKeys } from '../support/derived-keys.ts';
import { scanMemory } from '../support/scan-memory.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import { call, emptyHome, openVaultAt, removeHomes, utf8 } from '../support/vault-fixture.ts';

/*
 * What a stranger finds in the memory of main after a lock (/proc/PID/mem, so Linux only): the handlers and the checks
 * before them are the real ones, Electron around them is not there. The page's own memory ends with its process.
 */

const STAGES = ['planted', 'unlocked', 'used', 'locked', 'closed'] as const;
type Stage = (typeof STAGES)[number];

const found = new Map<Stage, readonly string[]>();

const secondHalf = (bytes: Uint8Array): Uint8Array => bytes.subarray(bytes.length / 2);
const randomText = (name: string): string => `${name} ${randomBytes(24).toString('hex')}`;

async function lookThrough(): Promise<void> {
  const home = emptyHome();
  const texts = {
    password: randomText('password'),
    value: randomText('value'),
    imported: randomText('imported'),
    planted: randomText('planted'),
  };
  const vault = openVaultAt(home);
  await vault.setup({ password: utf8(texts.password) }, call());
  await vault.close();
  const keys = await derivedKeys(home, texts.password);
  const needles = Object.entries({
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, utf8(text)])),
    ...keys,
  }).map(([name, bytes]) => ({ name, bytes: secondHalf(bytes) }));
  const file = (name: string, text: string): string => {
    const path = join(home, `${name}.txt`);
    writeFileSync(path, text);
    return path;
  };
  const suggestionFile = file('suggestion', '');
  const child = new ChildProgram('keep-nothing-at-the-desk', {
    home,
    passwordFile: file('password', texts.password),
    valueFile: file('value', texts.value),
    importFile: file('import', `IMPORTED_KEY='${texts.imported}'\n`),
    plantedFile: file('planted', texts.planted),
    suggestionFile,
  });
  for (const stage of STAGES) {
    await child.next(stage);
    if (stage === 'used') {
      needles.push({ name: 'suggestion', bytes: secondHalf(readFileSync(suggestionFile)) });
    }
    const findings = scanMemory(child.pid, needles);
    found.set(stage, [...new Set(findings.map(({ needle }) => needle))].sort());
    child.tell('');
  }
  expect(await child.exited).toEqual({ code: 0, signal: null });
}

describe.skipIf(process.platform !== 'linux')('memory of main', () => {
  beforeAll(lookThrough, FAULT_TIMEOUT_MS);
  afterAll(removeHomes);

  it('shows to this scan what is there', () => {
    for (const stage of STAGES) expect(found.get(stage)).toContain('planted');
    expect(found.get('unlocked')).toContain('vaultKey');
    // A file that waits for the owner's word, and what lies on the (fake) clipboard.
    expect(found.get('used')).toEqual(expect.arrayContaining(['imported', 'value']));
  });

  it('holds no password once its call is over', () => {
    for (const stage of STAGES) expect(found.get(stage)).not.toContain('password');
  });

  it('holds nothing that the owner is shown only for a while after it was sent', () => {
    expect(found.get('used')).not.toContain('suggestion');
  });

  it('holds no value, no imported value, no suggestion and no key after a lock', () => {
    for (const stage of ['locked', 'closed'] as const)
      expect(found.get(stage)).toEqual(['planted']);
  });
});
