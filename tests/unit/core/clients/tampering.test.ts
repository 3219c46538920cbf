import { cpSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { makeApiKey } from '../../../../src/core/clients/api-key.ts';
import { editDatabase, flipBit } from '../../../support/edit-database.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  auditLines,
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

type Made = Awaited<ReturnType<typeof makeTemplate>>;
let template: Promise<Made> | null = null;

/** A folder of its own with such a vault. */
async function homeWithClients(): Promise<Made> {
  template ??= makeTemplate();
  const made = await template;
  const home = emptyHome();
  cpSync(made.home, home, { recursive: true });
  return { ...made, home };
}

/** A closed vault: bot has a key and a grant over alpha, guest has a key. */
async function makeTemplate() {
  const { vault, home } = await unlockedVault();
  await vault.secrets.set(
    { name: 'alpha', fields: [field('one')], metadata: { environment: 'paper' } },
    call(),
  );
  const bot = await vault.clients.add({ name: 'bot', externalId: 'e1', email: 'b@x.de' }, call());
  const guest = await vault.clients.add({ name: 'guest' }, call());
  const key = await vault.keys.create({ client: { id: bot.id }, name: 'k' }, call());
  const other = await vault.keys.create({ client: { id: guest.id }, name: 'g' }, call());
  const grant = await vault.grants.add(
    { client: { id: bot.id }, secret: { name: 'alpha' }, mode: 'read' },
    call(),
  );
  await vault.close();
  return {
    home,
    bot: bot.id,
    guest: guest.id,
    key: key.summary.id,
    other: other.summary.id,
    grant: grant.id,
  };
}

async function opened(home: string, password = PASSWORD) {
  const vault = openVaultAt(home);
  const report = await vault.unlock({ password: utf8(password) }, call());
  return { vault, report };
}

const PLANTED_KEY = `INSERT INTO api_keys SELECT 'key_00000000-0000-4000-8000-000000000000', version, client_id,
  ?, prefix, encrypted_details, created_at, lifetime_seconds, expires_at, revoked_at, replaced_by, row_mac FROM api_keys LIMIT 1`;

describe('a row of clients, keys or grants changed in the locked file', () => {
  const edits: Record<string, (db: Database) => unknown> = {
    'a planted key': (db) => db.prepare(PLANTED_KEY).run(makeApiKey('live').hash),
    'a longer life': (db) => db.exec("UPDATE api_keys SET expires_at = '2999-01-01T00:00:00.000Z'"),
    'a key given to another client': (db) =>
      db.exec(
        "UPDATE api_keys SET client_id = (SELECT id FROM clients WHERE status = 'active' AND id <> client_id LIMIT 1) WHERE rowid = 1",
      ),
    'a removed key': (db) => db.exec('DELETE FROM api_keys WHERE rowid = 1'),
    'another plan': (db) => db.exec("UPDATE clients SET plan = 'unlimited'"),
    'another status': (db) => db.exec("UPDATE clients SET status = 'suspended'"),
    'swapped names': (db) =>
      db.exec(
        'UPDATE clients SET external_id_index = name_index, name_index = randomblob(16) WHERE external_id_index IS NOT NULL',
      ),
    'an external id taken away': (db) => db.exec('UPDATE clients SET external_id_index = NULL'),
    'a wider grant': (db) => db.exec("UPDATE grants SET mode = 'sign'"),
    'a grant over the fence': (db) => db.exec("UPDATE grants SET fence = 'live'"),
    'a grant without a fence': (db) => db.exec('UPDATE grants SET fence = NULL'),
    'a removed grant': (db) => db.exec('DELETE FROM grants'),
    'a planted grant': (db) =>
      db.exec(
        "INSERT INTO grants SELECT 'grt_00000000-0000-4000-8000-000000000000', version, client_id, object_kind, object_id, mode, fence, encrypted_rules, created_at, expires_at, row_mac FROM grants",
      ),
  };

  it.each(Object.keys(edits))('is tampered: %s', async (what) => {
    const { home } = await homeWithClients();
    editDatabase(home, (db) => edits[what]?.(db));
    const { vault, report } = await opened(home);
    expect(report.state).toBe('tampered');
    await expect(vault.clients.add({ name: 'x' }, call())).rejects.toThrow(code('tampered'));
    await vault.close();
  });

  it('never makes the vault unrepairable, all of it at once included', async () => {
    const { home } = await homeWithClients();
    editDatabase(home, (db) => {
      for (const edit of Object.values(edits)) edit(db);
    });
    const { vault } = await opened(home);
    const preview = await vault.previewRepair(call());
    const { copy: _copy, ...done } = await vault.repair({ password: utf8(PASSWORD) }, call());
    expect(done).toEqual(preview);
    await vault.close();
    const again = await opened(home);
    expect(again.report).toMatchObject({ state: 'unlocked', notices: [] });
    expect((await again.vault.clients.list({ all: true }, call())).damaged).toEqual([]);
    await again.vault.close();
  });

  it('does not believe a planted key before the repair either, nor a changed client or grant', async () => {
    const { home, bot, key, grant } = await homeWithClients();
    const { hash } = makeApiKey('live');
    editDatabase(home, (db) => {
      db.prepare(PLANTED_KEY).run(hash);
      db.exec("UPDATE clients SET plan = 'unlimited' WHERE external_id_index IS NOT NULL");
      db.exec("UPDATE grants SET mode = 'sign'");
    });
    const { vault } = await opened(home);
    await expect(vault.keys.findByHash({ hash }, call())).rejects.toThrow(code('record_corrupt'));
    await expect(vault.clients.get({ id: bot }, call())).rejects.toThrow(code('record_corrupt'));
    await expect(vault.grants.list({}, call())).rejects.toThrow(code('record_corrupt'));
    const list = await vault.clients.list({}, call());
    expect(list.clients.map(({ name }) => name)).toEqual(['guest']);
    expect(list.damaged.map(({ id }) => id)).toEqual([bot]);
    const planted = 'key_00000000-0000-4000-8000-000000000000';
    const { dropped, kept } = await vault.previewRepair(call());
    // The planted key, the changed client, and what hung on it.
    expect(dropped.map(({ id }) => id).sort()).toEqual([bot, key, grant, planted].sort());
    expect(kept.map(({ table }) => table).sort()).toEqual(['api_keys', 'clients', 'settings']);
    await vault.close();
  });

  it('is noticed in the MAC itself, which the digest does not cover', async () => {
    const { home } = await homeWithClients();
    for (const table of ['clients', 'api_keys', 'grants']) {
      flipBit(home, { table, column: 'row_mac', byte: 3 });
      const { vault, report } = await opened(home);
      expect(report.state).toBe('tampered');
      await vault.close();
      flipBit(home, { table, column: 'row_mac', byte: 3 });
    }
  });
});

describe('a repair', () => {
  const rollBack = async () => {
    const made = await homeWithClients();
    const before = editDatabase(made.home, (db) =>
      db.prepare('SELECT * FROM api_keys WHERE id = ?').get(made.key),
    ) as Record<string, unknown>;
    const { vault } = await opened(made.home);
    await vault.keys.revoke({ id: made.key }, call());
    await vault.close();
    editDatabase(made.home, (db) => {
      const columns = Object.keys(before);
      db.prepare(
        `UPDATE api_keys SET ${columns.map((name) => `${name} = @${name}`).join(', ')} WHERE id = @id`,
      ).run(before);
    });
    return made;
  };

  it('revokes every key that is left, for one from before its revocation verifies by itself', async () => {
    const { home, key, other } = await rollBack();
    const { vault, report } = await opened(home);
    expect(report.state).toBe('tampered');
    const { kept } = await vault.repair({ password: utf8(PASSWORD) }, call());
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining([key, other]));
    expect(await vault.keys.list({}, call())).toEqual([]);
    const all = await vault.keys.list({ all: true }, call());
    expect(all.map(({ state }) => state)).toEqual(['revoked', 'revoked']);
    const line = auditLines(home).filter(({ event }) => event === 'tamper.accepted');
    expect(line.at(-1)).toMatchObject({ outcome: 'ok', n: { revoked: 2 } });
    await vault.close();
    expect((await opened(home)).report.state).toBe('unlocked');
  });

  it('keeps them if the owner says so', async () => {
    const { home } = await rollBack();
    const { vault } = await opened(home);
    await vault.repair({ password: utf8(PASSWORD), keepKeys: true }, call());
    expect(await vault.keys.list({}, call())).toHaveLength(2);
    await vault.close();
  });
});

describe('a new vault key', () => {
  it('seals clients, keys and grants again: all are found, verify and hold', async () => {
    const { home, bot, key } = await homeWithClients();
    const { vault } = await opened(home);
    const before = {
      clients: await vault.clients.list({}, call()),
      keys: await vault.keys.list({}, call()),
      grants: await vault.grants.list({}, call()),
    };
    const raw = () =>
      editDatabase(home, (db) =>
        db
          .prepare('SELECT hex(name_index || encrypted_profile) AS x FROM clients ORDER BY id')
          .all(),
      );
    const input = { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: true };
    await vault.changePassword(input, call());
    expect(await vault.clients.get({ name: 'BOT' }, call())).toMatchObject({ id: bot });
    await expect(vault.clients.add({ name: 'x', email: 'B@x.de' }, call())).rejects.toThrow(
      code('name_taken'),
    );
    await vault.close();
    const sealed = raw();
    const again = await opened(home, OTHER_PASSWORD);
    expect(again.report).toMatchObject({ state: 'unlocked', notices: [] });
    const { vault: after } = again;
    expect({
      clients: await after.clients.list({}, call()),
      keys: await after.keys.list({}, call()),
      grants: await after.grants.list({}, call()),
    }).toEqual(before);
    await after.keys.revoke({ id: key }, call());
    await after.close();
    expect(raw()).toEqual(sealed);
  });
});

describe('stepping the schema back', () => {
  it('takes clients, keys and grants away and leaves a sound vault; the copy beside it has them', async () => {
    const { home } = await homeWithClients();
    const { vault } = await opened(home);
    await vault.migrations.down({ to: 3 }, call());
    await vault.close();
    const again = await opened(home);
    expect(again.report).toMatchObject({ state: 'unlocked', migrated: [4, 5, 6] });
    expect((await again.vault.clients.list({ all: true }, call())).clients).toEqual([]);
    await again.vault.clients.add({ name: 'bot' }, call());
    await again.vault.close();
    expect((await opened(home)).report.state).toBe('unlocked');
  });
});
