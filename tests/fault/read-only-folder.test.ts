import {
  chmodSync,
  chownSync,
  cpSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import type { CallContext } from '../../src/core/call.ts';
import { openRuntime } from '../../src/runtime/create-runtime.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { ChildProgram, type Message } from '../support/child-program.ts';
import { filesBelow } from '../support/find-plaintext.ts';
import { expectSound, filledHome, openAgain } from '../support/killed-vault.ts';
import { FAULT_TIMEOUT_MS } from '../support/seeded-random.ts';
import { SmallDisk, canMount, protect, removeSmallDisks } from '../support/small-disk.ts';
import { PASSWORD, call, openVaultAt, removeHomes, utf8 } from '../support/vault-fixture.ts';

afterAll(() => {
  removeSmallDisks();
  removeHomes();
});

const mayMount = canMount();
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;
const NOT_WRITABLE = { code: 'internal', hint: 'The data folder cannot be written.' };

/** Every file below a folder with its bytes. */
function contents(home: string): Map<string, string> {
  return new Map(filesBelow(home).map((path) => [path, readFileSync(path).toString('base64')]));
}

async function expectWhole(home: string): Promise<void> {
  const { vault, report } = await openAgain(home);
  expect(report).toMatchObject({ state: 'unlocked', notices: [], failedAttempts: 0 });
  await expectSound(vault, { home, done: [] });
  await vault.close();
}

/** How a program under another user's id fares with the folder. */
async function asNobody(home: string): Promise<Message> {
  const child = new ChildProgram('open-as', { home, uid: NOBODY });
  const outcome = await child.next('outcome');
  await child.exited;
  return outcome;
}

/** Whether an act was done, which has a line then; the only reason why not is the log. */
async function logged(
  vault: VaultApi,
  context: CallContext,
  act: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await act();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'audit_unavailable' });
    return false;
  }
  const { correlationId } = context;
  expect(vault.audit.query({ correlationId }).length).toBeGreaterThan(0);
  return true;
}

describe('a folder that cannot be written', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('is made writable again by its owner, with private modes', async () => {
    const home = await filledHome(4);
    const { audit, database } = vaultPaths(home);
    for (const path of filesBelow(home)) chmodSync(path, 0o444);
    for (const folder of [audit, home]) chmodSync(folder, 0o555);
    await expectWhole(home);
    for (const folder of [home, audit]) expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of [database, ...readdirSync(audit).map((name) => join(audit, name))]) {
      expect(statSync(file).mode & 0o777).toBe(0o600);
    }
  });

  it.skipIf(!mayMount)('on a read-only disk is refused by name and left as it is', async () => {
    const disk = SmallDisk.mount(24);
    if (disk === null) throw new Error('a disk could be mounted before');
    const home = join(disk.folder, 'home');
    cpSync(await filledHome(4), home, { recursive: true });
    const before = contents(home);
    disk.setReadOnly(true);
    await expect(openRuntime({ home, create: false })).rejects.toMatchObject(NOT_WRITABLE);
    await expect(openRuntime({ home, create: true })).rejects.toMatchObject(NOT_WRITABLE);
    const elsewhere = join(disk.folder, 'elsewhere');
    await expect(openRuntime({ home: elsewhere, create: true })).rejects.toMatchObject({
      code: 'internal',
    });
    await expect(openRuntime({ home: elsewhere, create: false })).rejects.toMatchObject({
      code: 'not_initialized',
    });
    disk.setReadOnly(false);
    expect(contents(home)).toEqual(before);
    await expectWhole(home);
  });

  it.skipIf(!mayMount)(
    'as the folder of the log alone keeps the vault shut, but is no wrong password',
    async () => {
      const home = await filledHome(4);
      const { audit, database } = vaultPaths(home);
      const undo = protect(audit);
      if (undo === null) throw new Error('a disk could be mounted before');
      try {
        const before = readFileSync(database);
        const vault = openVaultAt(home);
        for (const password of [PASSWORD, 'wrong']) {
          await expect(vault.unlock({ password: utf8(password) }, call())).rejects.toMatchObject({
            code: 'audit_unavailable',
          });
        }
        await expect(vault.secrets.list(call())).rejects.toMatchObject({
          code: 'audit_unavailable',
        });
        expect(vault.status()).toMatchObject({ state: 'locked', failedAttempts: 0 });
        await vault.close();
        expect(readFileSync(database).equals(before)).toBe(true);
      } finally {
        undo();
      }
      await expectWhole(home);
    },
  );

  it.skipIf(!mayMount)(
    'becoming so while unlocked hands out and stores nothing that is not logged',
    async () => {
      const home = await filledHome(4);
      const { vault } = await openAgain(home);
      const undo = protect(vaultPaths(home).audit);
      if (undo === null) throw new Error('a disk could be mounted before');
      let [seen, stored] = [false, false];
      try {
        // A file that was open before the folder was protected may still take a line: then there is one.
        const [read, set] = [call(), call()];
        const show = (): void => {
          seen = true;
        };
        await logged(vault, read, () =>
          vault.secrets.withSecret({ name: 'steady' }, 'reveal', show, read),
        ).then((wasLogged) => {
          expect(seen).toBe(wasLogged);
        });
        const fields = [{ name: 'value', value: utf8('x') }];
        stored = await logged(vault, set, () => vault.secrets.set({ name: 'new', fields }, set));
        await vault.lock('owner', call());
        expect(vault.status().state).toBe('locked');
      } finally {
        undo();
      }
      await vault.unlock({ password: utf8(PASSWORD) }, call());
      const { secrets } = await vault.secrets.list(call());
      expect(secrets.some(({ name }) => name === 'new')).toBe(stored);
      if (stored) await vault.secrets.remove({ name: 'new' }, call());
      await expectSound(vault, { home, done: [] });
      await vault.close();
    },
  );

  it.skipIf(!mayMount)(
    'becoming so while unlocked, with the log gone, hands out nothing and still locks',
    async () => {
      const home = await filledHome(4);
      const { vault } = await openAgain(home);
      const { audit } = vaultPaths(home);
      // Whatever was open before does not count any more: its name means nothing.
      const [log, away] = [join(audit, 'audit.jsonl'), join(home, 'away.jsonl')];
      renameSync(log, away);
      const undo = protect(audit);
      if (undo === null) throw new Error('a disk could be mounted before');
      try {
        let seen = 0;
        const reveal = vault.secrets.withSecret(
          { name: 'steady' },
          'reveal',
          () => (seen += 1),
          call(),
        );
        await expect(reveal).rejects.toMatchObject({ code: 'audit_unavailable' });
        const set = vault.secrets.set({ name: 'new', fields: [] }, call());
        await expect(set).rejects.toMatchObject({ code: 'audit_unavailable' });
        expect(seen).toBe(0);
        await vault.lock('owner', call());
        expect(vault.status().state).toBe('locked');
      } finally {
        undo();
      }
      renameSync(away, log);
      await vault.unlock({ password: utf8(PASSWORD) }, call());
      const { secrets } = await vault.secrets.list(call());
      expect(secrets.map(({ name }) => name)).not.toContain('new');
      await expectSound(vault, { home, done: [] });
      await vault.close();
    },
  );

  it.skipIf(!isRoot)(
    "that is another user's, readable, is refused by name and left as it is",
    async () => {
      const home = await filledHome(4);
      for (const path of filesBelow(home)) chmodSync(path, 0o644);
      for (const folder of [home, vaultPaths(home).audit]) chmodSync(folder, 0o755);
      const before = contents(home);
      expect(await asNobody(home)).toMatchObject({ open: NOT_WRITABLE });
      expect(contents(home)).toEqual(before);
      await expectWhole(home);
    },
  );

  it.skipIf(!isRoot)(
    "that is another user's, private, is not taken for a folder without a vault",
    async () => {
      const home = await filledHome(4);
      expect(await asNobody(home)).toMatchObject({ open: NOT_WRITABLE });
      await expectWhole(home);
    },
  );

  it.skipIf(!isRoot)('as a log that another user owns keeps the vault shut by name', async () => {
    const home = await filledHome(4);
    for (const path of [home, vaultPaths(home).database]) chownSync(path, NOBODY, NOBODY);
    expect(await asNobody(home)).toMatchObject({
      open: 'ok',
      status: { state: 'locked', auditGap: true },
      unlock: { code: 'audit_unavailable' },
    });
    for (const path of [home, vaultPaths(home).database]) chownSync(path, 0, 0);
    await expectWhole(home);
  });
});
