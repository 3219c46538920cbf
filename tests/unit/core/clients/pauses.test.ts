import { afterAll, describe, expect, it } from 'vitest';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  PASSWORD,
  auditLines,
  call,
  emptyHome,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

async function homeWithClient() {
  const { vault, home } = await unlockedVault();
  const { id } = await vault.clients.add({ name: 'bot' }, call());
  return { vault, home, id };
}

describe('pause', () => {
  it('holds one client or all of them, locked or not, across restarts, until unlocked hands let go', async () => {
    const { vault: first, home, id } = await homeWithClient();
    const one = await first.pauses.pause({ client: { name: 'BOT' } }, call());
    expect(one.target).toBe(id);
    expect(await first.pauses.pause({ client: { id } }, call())).toEqual(one);
    await first.lock('owner', call());
    const all = await first.pauses.pause({ client: null }, call());
    expect(first.pauses.list()).toEqual([all, one]);
    await first.close();

    const vault = openVaultAt(home);
    expect(vault.pauses.list()).toEqual([all, one]);
    await expect(vault.pauses.unpause({ client: null }, call())).rejects.toThrow(code('locked'));
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ state: 'unlocked', notices: [] });
    expect(vault.pauses.list()).toEqual([all, one]);
    expect(await vault.clients.get({ id }, call())).toMatchObject({ pausedAt: one.pausedAt });
    expect(await vault.pauses.unpause({ client: null }, call())).toBe(true);
    expect(await vault.pauses.unpause({ client: null }, call())).toBe(false);
    expect(await vault.pauses.unpause({ client: { name: 'bot' } }, call())).toBe(true);
    expect(vault.pauses.list()).toEqual([]);
    const held = auditLines(home).filter(({ event }) => /^access/.test(String(event)));
    expect(held.map(({ event, outcome, ref }) => [event, outcome, ref])).toEqual([
      ['access.pause', 'attempt', { client: id }],
      ['access.pause', 'ok', { client: id }],
      ['access.pause', 'attempt', { client: id }],
      ['access.pause', 'ok', { client: id }],
      ['access.pause', 'attempt', { client: 'all' }],
      ['access.pause', 'ok', { client: 'all' }],
      ['access.unpause', 'denied', {}],
      ['access.unpause', 'attempt', { client: 'all' }],
      ['access.unpause', 'ok', { client: 'all' }],
      ['access.unpause', 'attempt', { client: 'all' }],
      ['access.unpause', 'ok', { client: 'all' }],
      ['access.unpause', 'attempt', { client: id }],
      ['access.unpause', 'ok', { client: id }],
    ]);
    await vault.close();
  });

  it('while locked takes the id of a client there is, and no name', async () => {
    const { vault, home, id } = await homeWithClient();
    await vault.close();
    const locked = openVaultAt(home);
    const pause = (client: object) => locked.pauses.pause({ client } as never, call());
    await expect(pause({ name: 'bot' })).rejects.toThrow(code('locked'));
    await expect(pause({ id: 'x' })).rejects.toThrow(code('invalid_input'));
    const unknown = `cli_${'0'.repeat(8)}-0000-4000-8000-${'0'.repeat(12)}`;
    await expect(pause({ id: unknown })).rejects.toThrow(code('not_found'));
    expect(locked.pauses.list()).toEqual([]);
    expect(await pause({ id })).toMatchObject({ target: id });
    await locked.close();
  });

  it('writes nothing into a file that is not ours as it is: none, an older one, one with a trigger', async () => {
    const fresh = openVaultAt(emptyHome());
    await expect(fresh.pauses.pause({ client: null }, call())).rejects.toThrow(
      code('not_initialized'),
    );
    await fresh.close();

    const { vault, home } = await homeWithClient();
    await vault.migrations.down({ to: 3 }, call());
    await vault.close();
    const older = openVaultAt(home);
    await expect(older.pauses.pause({ client: null }, call())).rejects.toThrow(
      code('not_available'),
    );
    expect(older.pauses.list()).toEqual([]);
    await older.unlock({ password: utf8(PASSWORD) }, call());
    await older.close();

    editDatabase(home, (db) =>
      db.exec('CREATE TRIGGER t AFTER INSERT ON pauses BEGIN DELETE FROM pauses; END'),
    );
    const triggered = openVaultAt(home);
    await expect(triggered.pauses.pause({ client: null }, call())).rejects.toThrow(
      code('db_corrupt'),
    );
    await triggered.close();
    const count = editDatabase(home, (db) => db.prepare('SELECT count(*) AS n FROM pauses').get());
    expect(count).toEqual({ n: 0 });
  });
});
