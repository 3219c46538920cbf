import type { Database } from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { makeApiKey, makeSessionToken } from '../../../../src/core/clients/api-key.ts';
import {
  clientWithKey,
  gatewayCall,
  principalOf,
  readAs,
  subject,
  whyRefused,
} from '../../../support/access-fixture.ts';
import { editDatabase } from '../../../support/edit-database.ts';
import {
  PASSWORD,
  auditLines,
  call,
  openVaultAt,
  removeHomes,
  utf8,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

/** A closed vault: bot has a key, a session token and a grant over alpha; guest has a key. */
async function closedVault() {
  const { vault, home } = await subject();
  const bot = await clientWithKey(vault, 'bot');
  const guest = await clientWithKey(vault, 'guest');
  await vault.grants.add(
    { client: { id: bot.id }, secret: { name: 'alpha' }, mode: 'read' },
    call(),
  );
  const { token } = await vault.access.createToken(principalOf(vault, bot.key), {}, gatewayCall());
  await vault.close();
  return { home, bot, guest, token };
}

/** A row copied from one that is good, with another id and hash. */
const PLANTED_KEY = `INSERT INTO api_keys SELECT 'key_00000000-0000-4000-8000-000000000000', version, client_id, ?, prefix,
  encrypted_details, created_at, lifetime_seconds, expires_at, revoked_at, replaced_by, row_mac FROM api_keys LIMIT 1`;
const PLANTED_TOKEN = `INSERT INTO session_tokens SELECT 'tok_00000000-0000-4000-8000-000000000000', client_id, key_id, ?,
  created_at, expires_at, row_mac FROM session_tokens LIMIT 1`;

describe('a row planted in the locked file', () => {
  const planted = {
    key: makeApiKey('live'),
    token: makeSessionToken(),
  };
  const cases: Record<string, [edit: (db: Database) => unknown, credential?: Uint8Array]> = {
    'a key': [(db) => db.prepare(PLANTED_KEY).run(planted.key.hash), planted.key.key],
    'a session token': [
      (db) => db.prepare(PLANTED_TOKEN).run(planted.token.hash),
      planted.token.token,
    ],
    'a client': [
      (db) =>
        db.exec(
          `INSERT INTO clients SELECT 'cli_00000000-0000-4000-8000-000000000000', version, randomblob(16), NULL, NULL, encrypted_profile,
           plan, status, created_at, updated_at, row_mac FROM clients LIMIT 1`,
        ),
    ],
    'a grant': [
      (db) =>
        db.exec(
          `INSERT INTO grants SELECT 'grt_00000000-0000-4000-8000-000000000000', version, client_id, object_kind,
           (SELECT id FROM secrets_metadata WHERE id <> object_id LIMIT 1), mode, fence, encrypted_rules, created_at, expires_at,
           row_mac FROM grants`,
        ),
    ],
    'a token moved to another key': [
      (db) =>
        db.exec(
          'UPDATE session_tokens SET key_id = (SELECT id FROM api_keys WHERE id <> key_id LIMIT 1)',
        ),
    ],
    'a longer life of a token': [
      (db) => db.exec("UPDATE session_tokens SET expires_at = '2999-01-01T00:00:00.000Z'"),
    ],
  };

  it.each(Object.keys(cases))('is reported as tampered and gets nothing: %s', async (what) => {
    const { home, bot } = await closedVault();
    const [edit, credential] = cases[what] ?? [() => undefined];
    editDatabase(home, (db) => edit(db));
    const vault = openVaultAt(home);
    // Locked, nobody can tell; and then there is nothing to be had.
    if (credential !== undefined) {
      const principal = principalOf(vault, credential);
      expect(() => {
        vault.access.admit(principal);
      }).toThrow(code('locked'));
    }
    const { state } = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(state).toBe('tampered');
    if (credential !== undefined) expect(whyRefused(vault, credential)).toBe('tampered');
    const principal = principalOf(vault, bot.key);
    expect(() => {
      vault.access.admit(principal);
    }).toThrow(code('tampered'));
    await expect(readAs(vault, principal, 'alpha')).rejects.toThrow(code('tampered'));
    const listed = vault.access.listSecrets(principal, gatewayCall());
    await expect(listed).rejects.toThrow(code('tampered'));
    vault.access.flush();
    vault.access.expire();
    const { dropped } = await vault.repair({ password: utf8(PASSWORD), keepKeys: true }, call());
    expect(dropped).toHaveLength(1);
    expect(await readAs(vault, principalOf(vault, bot.key), 'alpha')).toBe('one');
    if (credential !== undefined) expect(whyRefused(vault, credential)).toBe('unknown');
    await vault.close();
    const again = openVaultAt(home);
    const report = await again.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ state: 'unlocked', notices: [] });
    await again.close();
  });

  it('that names a key which is dropped goes with it, and with revoked keys their tokens end', async () => {
    const { home, bot, token } = await closedVault();
    editDatabase(home, (db) => {
      db.prepare(
        "UPDATE api_keys SET expires_at = '2999-01-01T00:00:00.000Z' WHERE client_id = ?",
      ).run(bot.id);
    });
    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(whyRefused(vault, token)).toBe('tampered');
    const { dropped } = await vault.repair({ password: utf8(PASSWORD) }, call());
    expect(dropped.map(({ table }) => table)).toEqual(['session_tokens', 'api_keys']);
    expect(whyRefused(vault, token)).toBe('unknown');
    await vault.close();

    const other = await closedVault();
    editDatabase(other.home, (db) => db.exec("UPDATE settings SET value = '1'"));
    const second = openVaultAt(other.home);
    await second.unlock({ password: utf8(PASSWORD) }, call());
    await second.repair({ password: utf8(PASSWORD) }, call());
    expect(whyRefused(second, other.bot.key)).toBe('revoked');
    expect(whyRefused(second, other.token)).not.toBeNull();
    await second.close();
  });
});

describe('a row changed behind the back of an open vault', () => {
  const lines = (home: string) =>
    auditLines(home).filter(({ event }) => event === 'access.tampered');

  it('is not believed and is written down once: key, token, client, grant', async () => {
    const { vault, store, home } = await subject();
    const bot = await clientWithKey(vault, 'bot');
    const grant = await vault.grants.add(
      { client: { id: bot.id }, secret: { name: 'alpha' }, mode: 'read' },
      call(),
    );
    const made = await vault.access.createToken(principalOf(vault, bot.key), {}, gatewayCall());
    const far = '2999-01-01T00:00:00.000Z';
    const changes: [string, () => void, () => unknown, string][] = [
      [
        grant.id,
        () => {
          const row = store.get('grants', grant.id);
          if (row !== null)
            store.transaction((tx) => {
              tx.update('grants', { ...row, expires_at: far });
            });
        },
        () => readAs(vault, principalOf(vault, bot.key), 'alpha').catch((t: unknown) => t),
        'not_granted',
      ],
      [
        made.id,
        () => {
          const row = store.get('session_tokens', made.id);
          if (row !== null)
            store.transaction((tx) => {
              tx.update('session_tokens', { ...row, expires_at: far });
            });
        },
        () => ({ code: whyRefused(vault, made.token) }),
        'tampered',
      ],
      [
        bot.keyId,
        () => {
          const row = store.get('api_keys', bot.keyId);
          if (row !== null)
            store.transaction((tx) => {
              tx.update('api_keys', { ...row, expires_at: far });
            });
        },
        () => ({ code: whyRefused(vault, bot.key) }),
        'tampered',
      ],
    ];
    for (const [id, change, look, refusal] of changes) {
      change();
      // Forgotten, so that the file is looked at again.
      await vault.pauses.unpause({ client: null }, call());
      for (let i = 0; i < 3; i += 1) expect(await look()).toMatchObject({ code: refusal });
      expect(lines(home).map(({ ref }) => Object.values(ref as object)[0] as string)).toContain(id);
    }
    const ref = expect.any(Object) as object;
    expect(lines(home)).toMatchObject(
      Array.from({ length: 3 }, () => ({ outcome: 'error', reason: 'tampered', ref })),
    );
    await vault.close();
  });

  it('does not let a client in whose row was changed', async () => {
    const { vault, store, home } = await subject();
    const bot = await clientWithKey(vault, 'bot');
    await vault.clients.suspend({ id: bot.id }, call());
    const known = principalOf(vault, bot.key);
    const row = store.get('clients', bot.id);
    if (row === null) throw new Error('no client');
    store.transaction((tx) => {
      tx.update('clients', { ...row, status: 'active' });
    });
    expect(() => {
      vault.access.admit(known);
    }).toThrow(code('tampered'));
    await vault.pauses.unpause({ client: null }, call());
    expect(whyRefused(vault, bot.key)).toBe('tampered');
    expect(lines(home).map(({ ref }) => ref)).toContainEqual({ client: bot.id });
    await vault.close();
  });
});
