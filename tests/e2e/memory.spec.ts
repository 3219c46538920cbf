import { randomBytes } from 'node:crypto';
import type { Page } from '@playwright/test';
import { derivedKeys } from '../support/derived-keys.ts';
import { scanMemory } from '../support/scan-memory.ts';
import { utf8 } from '../support/vault-fixture.ts';
import { expect, test } from './host/fixture.ts';
import { ask, valueOf } from './support/ask.ts';
import {
  expectLocked,
  lock,
  lockedTitle,
  tryPassword,
  unlock,
  UNLOCK_MS,
} from './support/doors.ts';
import { isAlive } from './support/is-alive.ts';
import { choose, clipboardText, line, list } from './support/open-window.ts';
import { OWNER_PASSWORD } from './support/seed.ts';
import { pageProcess } from './support/shell.ts';

/*
 * What a stranger finds in the memory of the built app after a lock. Looked for is the second half of each text, as UTF-8
 * and as UTF-16: memory that was freed but not wiped keeps that one. The host's own wire carries bytes as base64, so what
 * is found is the app's. What Electron's wire leaves in freed memory, no test without Electron can see.
 */

test.use({ vault: 'empty' });
test.skip(process.platform !== 'linux', '/proc is Linux’s.');

const secondHalf = (bytes: Uint8Array): Uint8Array => bytes.subarray(bytes.length / 2);
const randomText = (name: string): string => `${name} ${randomBytes(24).toString('hex')}`;

/** What is looked for: texts in both encodings, keys as they are. */
function needlesOf(
  texts: Readonly<Record<string, string>>,
  keys: Readonly<Record<string, Uint8Array>>,
): { readonly name: string; readonly bytes: Uint8Array }[] {
  const spelled = Object.entries(texts).flatMap(([name, text]) => [
    { name, bytes: secondHalf(utf8(text)) },
    { name, bytes: secondHalf(new Uint8Array(Buffer.from(text, 'utf16le'))) },
  ]);
  return [
    ...spelled,
    ...Object.entries(keys).map(([name, key]) => ({ name, bytes: secondHalf(key) })),
  ];
}

async function store(page: Page, name: string, value: string): Promise<void> {
  const field = { name: 'value', value: Uint8Array.from(utf8(value)), concealed: true };
  const request = { name, kind: 'generic' as const, fields: [field], metadata: {} };
  valueOf(await ask(page, 'secrets', 'create', request));
}

test('after a lock main holds no key, no password and no value, and the page’s process is gone', async ({
  home,
  start,
}) => {
  test.setTimeout(60_000);
  const keys = await derivedKeys(home, OWNER_PASSWORD);
  const texts = {
    password: OWNER_PASSWORD,
    wrong: randomText('wrong'),
    value: randomText('value'),
    copied: randomText('copied'),
  };
  const needles = needlesOf(texts, keys);
  const app = await start();
  const page = await app.window();
  const found = (pid: number, among = needles): string[] => [
    ...new Set(scanMemory(pid, among).map(({ needle }) => needle)),
  ];
  await expect(lockedTitle(page)).toBeVisible();
  await tryPassword(page, texts.wrong);
  await expect(page.getByText('That is not the password.')).toBeVisible({ timeout: UNLOCK_MS });
  await unlock(page);
  await store(page, 'shown', texts.value);
  await store(page, 'copied', texts.copied);
  await page.reload();
  await expect(list(page)).toBeVisible();

  await choose(page, 'shown');
  await line(page, 'Value')
    .getByRole('button', { name: /^Reveal/ })
    .click();
  await expect(page.getByText(texts.value)).toBeVisible();
  const old = await pageProcess(app);
  await test.step('while it is open the scan sees what is there', () => {
    const shown = needles.filter(({ name }) => name === 'value');
    expect(found(old, shown)).toEqual(['value']);
    const inMain = found(app.pid);
    expect(inMain).toContain('vaultKey');
    // Shown in the page, and wiped in main when it was sent.
    for (const name of Object.keys(texts)) expect(inMain).not.toContain(name);
  });
  await choose(page, 'copied');
  await line(page, 'Value').getByRole('button', { name: /^Copy/ }).click();
  await expect.poll(() => clipboardText(app)).toBe(texts.copied);

  const door = await lock(app);
  await expectLocked(door, /^You locked it/);
  await expect.poll(() => clipboardText(app)).toBe('');
  await expect.poll(() => isAlive(old)).toBe(false);
  // Electron's clipboard takes a value as a Blob, whose memory nobody can wipe: docs/threat-model.md says so.
  expect(found(app.pid).filter((name) => name !== 'copied')).toEqual([]);
  expect(found(await pageProcess(app))).toEqual([]);
});
