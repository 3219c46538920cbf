import {
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { vaultPaths } from '../../../../src/runtime/paths.ts';
import { editDatabase, flipBit } from '../../../support/edit-database.ts';
import {
  OTHER_PASSWORD,
  PASSWORD,
  auditLines,
  call,
  field,
  homeWithTwoSecrets,
  openVaultAt,
  removeHomes,
  unlockedVault,
  utf8,
  valueOf,
} from '../../../support/vault-fixture.ts';

afterAll(removeHomes);

/** The code an unlock ends with, and how many failed attempts the vault counts after it. */
async function unlockOutcome(home: string, password: string) {
  const vault = openVaultAt(home);
  try {
    const report = await vault.unlock({ password: utf8(password) }, call());
    return { state: report.state, notices: report.notices, failed: vault.status().failedAttempts };
  } catch (thrown) {
    const { code } = thrown as { code: string };
    return { code, failed: vault.status().failedAttempts };
  } finally {
    await vault.close();
  }
}

const header = (byte: number) => ({ table: 'auth_config', column: 'kdf_header', byte });

describe('damage of the key (one answer each, never `bad_password` for the right one)', () => {
  it.each([
    ['the magic', 0],
    ['the reserved bytes', 6],
    ['a planted memory cost of 16 GiB', 28],
    ['the hash function', 44],
  ])('refuses a header with a changed byte in %s before any KDF runs', async (_what, byte) => {
    const home = await homeWithTwoSecrets();
    flipBit(home, header(byte));
    const begun = performance.now();
    expect(await unlockOutcome(home, PASSWORD)).toEqual({
      code: 'vault_header_invalid',
      failed: 0,
    });
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('calls a header of a newer version `newer_format` and changes nothing', async () => {
    const home = await homeWithTwoSecrets();
    editDatabase(home, (db) => {
      const row = db.prepare('SELECT kdf_header AS h FROM auth_config').get() as { h: Buffer };
      row.h[4] = 2;
      db.prepare('UPDATE auth_config SET kdf_header = ?').run(row.h);
    });
    const before = readFileSync(vaultPaths(home).database);
    expect(await unlockOutcome(home, PASSWORD)).toEqual({ code: 'newer_format', failed: 0 });
    expect(readFileSync(vaultPaths(home).database).equals(before)).toBe(true);
  });

  it('tells a damaged wrapped key from a wrong password', async () => {
    const home = await homeWithTwoSecrets();
    flipBit(home, { table: 'auth_config', column: 'wrapped_vault_key', byte: 5 });
    expect(await unlockOutcome(home, PASSWORD)).toEqual({ code: 'key_slot_corrupt', failed: 0 });
    expect(await unlockOutcome(home, 'wrong')).toEqual({ code: 'bad_password', failed: 1 });
  });

  it('tells a changed salt from a wrong password', async () => {
    const home = await homeWithTwoSecrets();
    flipBit(home, header(70));
    expect(await unlockOutcome(home, PASSWORD)).toEqual({ code: 'header_tampered', failed: 0 });
    expect(await unlockOutcome(home, 'wrong')).toEqual({ code: 'bad_password', failed: 1 });
  });

  it('counts an attempt on a header of another epoch', async () => {
    const home = await homeWithTwoSecrets();
    flipBit(home, header(26));
    editDatabase(home, (db) => {
      db.prepare("UPDATE auth_config SET password_hash = 'x'").run();
    });
    expect(await unlockOutcome(home, PASSWORD)).toEqual({ code: 'header_tampered', failed: 1 });
  });

  it('counts an attempt when the verifier cannot be read and the key does not open', async () => {
    const home = await homeWithTwoSecrets();
    flipBit(home, header(70));
    editDatabase(home, (db) => {
      db.prepare("UPDATE auth_config SET password_hash = 'x'").run();
    });
    expect(await unlockOutcome(home, PASSWORD)).toEqual({
      code: 'vault_header_invalid',
      failed: 1,
    });
  });

  it.each(['header_mac', 'key_check'])(
    'opens with a changed %s, says so once and wraps again',
    async (column) => {
      const home = await homeWithTwoSecrets();
      flipBit(home, { table: 'auth_config', column, byte: 0 });
      expect(await unlockOutcome(home, PASSWORD)).toEqual({
        state: 'unlocked',
        notices: ['verifier_tampered'],
        failed: 0,
      });
      expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ notices: [] });
    },
  );
});

describe('an edited vault', () => {
  const intruders: Record<string, (home: string) => void> = {
    'a changed value': (home) => {
      flipBit(home, { table: 'secrets_metadata', column: 'encrypted_value', byte: 40 });
    },
    'a removed record': (home) => {
      editDatabase(home, (db) =>
        db.exec(
          'DELETE FROM secrets_metadata WHERE rowid = (SELECT min(rowid) FROM secrets_metadata)',
        ),
      );
    },
    'two swapped name indexes': (home) => {
      editDatabase(home, (db) => {
        const rows = db.prepare('SELECT id, key_name_index AS i FROM secrets_metadata').all() as {
          id: string;
          i: Buffer;
        }[];
        const put = db.prepare('UPDATE secrets_metadata SET key_name_index = ? WHERE id = ?');
        put.run(Buffer.alloc(16), rows[0]?.id);
        put.run(rows[0]?.i, rows[1]?.id);
        put.run(rows[1]?.i, rows[0]?.id);
      });
    },
    'a changed date': (home) => {
      editDatabase(home, (db) =>
        db.exec("UPDATE secrets_metadata SET created_at = '2020-01-01T00:00:00.000Z'"),
      );
    },
    'a planted setting': (home) => {
      editDatabase(home, (db) => {
        db.prepare('INSERT INTO settings VALUES (?, ?, ?, ?)').run(
          'history.keep',
          '0',
          '2026-11-20T07:00:00.000Z',
          Buffer.alloc(32),
        );
      });
    },
    'a changed digest': (home) => {
      flipBit(home, { table: 'vault_manifest', column: 'digest', byte: 3 });
    },
    'a changed generation': (home) => {
      editDatabase(home, (db) => db.exec('UPDATE vault_manifest SET generation = generation + 1'));
    },
    'a missing manifest': (home) => {
      editDatabase(home, (db) => db.exec('DELETE FROM vault_manifest'));
    },
  };

  it.each(Object.keys(intruders))('is read-only after %s, and repair mends it', async (what) => {
    const home = await homeWithTwoSecrets();
    intruders[what]?.(home);
    const vault = openVaultAt(home);
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report).toMatchObject({ state: 'tampered' });
    expect(report.notices).toContain('tampered');
    expect(auditLines(home).some((line) => line['event'] === 'vault.tampered')).toBe(true);
    await expect(
      vault.secrets.set({ name: 'gamma', fields: [field('3')] }, call()),
    ).rejects.toMatchObject({ code: 'tampered' });
    const repaired = await vault.repair({ password: utf8(PASSWORD) }, call());
    expect(existsSync(join(home, repaired.copy))).toBe(true);
    expect(vault.status().state).toBe('unlocked');
    await vault.secrets.set({ name: 'gamma', fields: [field('3')] }, call());
    await vault.close();
    expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ state: 'unlocked', notices: [] });
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    const { secrets, damaged } = await again.secrets.list(call());
    expect(damaged).toEqual([]);
    for (const { name } of secrets) expect(await valueOf(again, name)).toMatch(/^(one|two|3)$/);
    expect((await again.audit.verify(call())).faults).toEqual([]);
    await again.close();
  });

  it('notices an old vault.db put back', async () => {
    const home = await homeWithTwoSecrets();
    const { database } = vaultPaths(home);
    copyFileSync(database, `${database}.old`);
    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.secrets.set({ name: 'alpha', fields: [field('newer')] }, call());
    await vault.close();
    copyFileSync(`${database}.old`, database);
    expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ state: 'tampered' });
  });

  it('notices an old auth_config row put back after a change of password', async () => {
    const { vault, home } = await unlockedVault();
    await vault.lock('owner', call());
    await vault.close();
    const old = editDatabase(home, (db) => db.prepare('SELECT * FROM auth_config').get()) as Record<
      string,
      unknown
    >;
    const again = openVaultAt(home);
    await again.unlock({ password: utf8(PASSWORD) }, call());
    await again.changePassword(
      { current: utf8(PASSWORD), next: utf8(OTHER_PASSWORD), renewVaultKey: false },
      call(),
    );
    await again.close();
    editDatabase(home, (db) => {
      const columns = Object.keys(old);
      db.prepare(`UPDATE auth_config SET ${columns.map((c) => `${c} = ?`).join(', ')}`).run(
        ...Object.values(old),
      );
    });
    expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ state: 'tampered' });
  });

  it('does not take a row back although the sum was corrected from two old copies', async () => {
    const home = await homeWithTwoSecrets();
    const snapshot = () =>
      editDatabase(home, (db) => ({
        manifest: db.prepare('SELECT digest FROM vault_manifest').get() as { digest: Buffer },
        row: db.prepare('SELECT * FROM secrets_metadata ORDER BY rowid LIMIT 1').get() as Record<
          string,
          unknown
        >,
      }));
    const first = snapshot();
    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await vault.secrets.set({ name: 'alpha', fields: [field('newer')] }, call());
    await vault.close();
    const second = snapshot();
    // digest_now - (second - first): what a bare sum would accept for the old row.
    const big = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
    const mod = 1n << 256n;
    const forged =
      (big(second.manifest.digest) -
        big(second.manifest.digest) +
        big(first.manifest.digest) +
        mod) %
      mod;
    editDatabase(home, (db) => {
      const columns = Object.keys(first.row);
      db.prepare(
        `UPDATE secrets_metadata SET ${columns.map((c) => `${c} = ?`).join(', ')} WHERE id = ?`,
      ).run(...Object.values(first.row), first.row['id']);
      db.prepare('UPDATE vault_manifest SET digest = ?').run(
        Buffer.from(forged.toString(16).padStart(64, '0'), 'hex'),
      );
    });
    expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ state: 'tampered' });
  });

  it('refuses repair where nothing is wrong, and with a wrong password', async () => {
    const home = await homeWithTwoSecrets();
    const vault = openVaultAt(home);
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    await expect(vault.repair({ password: utf8(PASSWORD) }, call())).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await vault.close();
    flipBit(home, { table: 'vault_manifest', column: 'digest', byte: 3 });
    const tampered = openVaultAt(home);
    await tampered.unlock({ password: utf8(PASSWORD) }, call());
    await expect(tampered.repair({ password: utf8('wrong') }, call())).rejects.toMatchObject({
      code: 'bad_password',
    });
    expect(tampered.status().state).toBe('tampered');
    await tampered.close();
  });
});

describe('a foreign schema', () => {
  it.each([
    ['an added trigger', 'CREATE TRIGGER t AFTER INSERT ON settings BEGIN SELECT 1; END'],
    ['an added view', 'CREATE VIEW v AS SELECT 1'],
    ['a dropped table', 'DROP TABLE secret_versions'],
  ])('is db_corrupt: %s', async (_what, sql) => {
    const home = await homeWithTwoSecrets();
    editDatabase(home, (db) => db.exec(sql));
    expect(await unlockOutcome(home, PASSWORD)).toEqual({ code: 'db_corrupt', failed: 0 });
  });
});

describe('a damaged audit log', () => {
  const spoil: Record<string, (audit: string) => void> = {
    'a deleted log': (audit) => {
      rmSync(join(audit, 'audit.jsonl'));
    },
    'a deleted state file': (audit) => {
      rmSync(join(audit, 'chain'));
    },
    'a deleted folder': (audit) => {
      rmSync(audit, { recursive: true });
    },
    'a shortened log': (audit) => {
      truncateSync(join(audit, 'audit.jsonl'), 200);
    },
    'a log of garbage': (audit) => {
      writeFileSync(join(audit, 'audit.jsonl'), 'garbage\n');
    },
    'a spoilt state file': (audit) => {
      const bytes = readFileSync(join(audit, 'chain'));
      bytes[30] = (bytes[30] ?? 0) ^ 1;
      writeFileSync(join(audit, 'chain'), bytes);
    },
  };

  it.each(Object.keys(spoil))('never keeps the owner out: %s', async (what) => {
    const home = await homeWithTwoSecrets();
    spoil[what]?.(vaultPaths(home).audit);
    expect(await statusOf(home)).toMatchObject({ auditGap: true });
    expect(await unlockOutcome(home, PASSWORD)).toEqual({
      state: 'unlocked',
      notices: ['audit_gap'],
      failed: 0,
    });
    await expectShownUntilSeen(home);
  });

  it('shows a gap when an old audit folder was put back', async () => {
    const home = await homeWithTwoSecrets();
    const { audit } = vaultPaths(home);
    const files = ['audit.jsonl', 'chain'];
    for (const file of files) copyFileSync(join(audit, file), join(home, `${file}.old`));
    expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ notices: [] });
    for (const file of files) copyFileSync(join(home, `${file}.old`), join(audit, file));
    expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ notices: ['audit_gap'] });
    await expectShownUntilSeen(home);
  });

  async function expectShownUntilSeen(home: string): Promise<void> {
    expect(await statusOf(home)).toMatchObject({ auditGap: true });
    const vault = openVaultAt(home);
    const report = await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(report.notices).toEqual(['audit_gap']);
    await vault.audit.acknowledgeGap(call());
    expect(vault.status().auditGap).toBe(false);
    await vault.close();
    expect(await unlockOutcome(home, PASSWORD)).toMatchObject({ notices: [] });
  }

  async function statusOf(home: string) {
    const vault = openVaultAt(home);
    const status = vault.status();
    await vault.close();
    return status;
  }
});
