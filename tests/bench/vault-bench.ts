import Sqlite from 'better-sqlite3';
import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, cpSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { VaultApi } from '../../src/core/api.ts';
import { decodeHeader, NEW_VAULT_COST } from '../../src/core/format/header.ts';
import { derivePasswordKeys } from '../../src/core/format/key-path.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { PASSWORD, call, field, openVaultAt, utf8 } from '../support/vault-fixture.ts';
import { RUNS, longestBlock, median, ms, repeat, takeTurns, type Finding } from './measure.ts';
import { secretName } from './seed-vault.ts';

/** Data folders by their number of secrets. */
export interface Homes {
  readonly h100: string;
  readonly h1k: string;
  readonly h10k: string;
}

const open = (home: string): VaultApi => openVaultAt(home, { targetCost: NEW_VAULT_COST });
const password = (): Uint8Array => utf8(PASSWORD);

/** One Argon2id and one PBKDF2 as the header of this vault asks for, and nothing else. */
export function bareKeyPath(home: string): () => Promise<void> {
  const db = new Sqlite(vaultPaths(home).database, { readonly: true });
  const row = db.prepare('SELECT kdf_header AS header FROM auth_config').get() as {
    header: Buffer;
  };
  db.close();
  const header = decodeHeader(row.header);
  return async () => {
    await derivePasswordKeys(password(), header);
  };
}

/** Unlocking against the bare key path. The vaults stay open between the runs, locked. */
export async function benchUnlock(homes: Homes): Promise<Finding[]> {
  const bare = bareKeyPath(homes.h1k);
  const small = open(homes.h1k);
  const large = open(homes.h10k);
  const unlock = async (vault: VaultApi): Promise<void> => {
    await vault.unlock({ password: password() }, call());
  };
  const lock = (vault: VaultApi): Promise<void> => vault.lock('owner', call());
  const medians = await takeTurns({
    bare,
    small: () => unlock(small),
    listSmall: () => small.secrets.list(call()),
    lockSmall: () => lock(small),
    large: () => unlock(large),
    lockLarge: () => lock(large),
  });
  await small.close();
  await large.close();
  const base = `key path ${ms(medians.bare)}`;
  return [
    {
      name: 'unlock, 1 000 secrets, against the bare key path',
      unit: 'x',
      measured: medians.small / medians.bare,
      limit: 1.15,
      detail: `${ms(medians.small)}, ${base}`,
    },
    {
      name: 'unlock and list, 1 000 secrets, beyond the bare key path',
      unit: 'ms',
      measured: medians.small + medians.listSmall - medians.bare,
      limit: 60,
      detail: `list ${ms(medians.listSmall)}, ${base}`,
    },
    {
      name: 'unlock, 10 000 secrets, beyond the bare key path',
      unit: 'ms',
      measured: medians.large - medians.bare,
      limit: 150,
      detail: `${ms(medians.large)}, ${base}`,
    },
    {
      name: 'lock, 10 000 secrets',
      unit: 'ms',
      measured: medians.lockLarge,
      limit: 100,
      detail: `1 000 secrets: ${ms(medians.lockSmall)}`,
    },
  ];
}

/** A read, one key derivation, one decryption and one durable line: the least that a `get` can be made of. */
function leastGet(home: string, folder: string): { run: (i: number) => void; close: () => void } {
  const copy = join(folder, 'least.db');
  cpSync(vaultPaths(home).database, copy);
  const db = new Sqlite(copy);
  const read = db.prepare('SELECT * FROM secrets_metadata WHERE key_name_index = ?');
  const indexes = db.prepare('SELECT key_name_index FROM secrets_metadata').pluck().all();
  const key = randomBytes(32);
  const info = Buffer.from('strongroom/field/v1\0secret.value');
  const log = openSync(join(folder, 'least.jsonl'), 'a');
  const line = `${'x'.repeat(330)}\n`;
  return {
    run: (i) => {
      const row = read.get(indexes[i % indexes.length]) as { id: string; encrypted_value: Buffer };
      const salt = Buffer.from(row.id.replaceAll('-', ''), 'hex');
      const subkey = Buffer.from(hkdfSync('sha256', key, salt, info, 32));
      const sealed = row.encrypted_value;
      const decipher = createDecipheriv('aes-256-gcm', subkey, sealed.subarray(4, 16), {
        authTagLength: 16,
      });
      decipher.setAAD(info);
      // Without final(): the key is not the vault's, and the work of decrypting is the same.
      decipher.update(sealed.subarray(16, -16));
      writeSync(log, line);
      fdatasyncSync(log);
    },
    close: () => {
      closeSync(log);
      db.close();
    },
  };
}

const GETS = 200;

/** Reading one secret out of 10 000, against the least it can be made of. */
export async function benchGet(homes: Homes, folder: string): Promise<Finding[]> {
  const vault = open(homes.h10k);
  await vault.unlock({ password: password() }, call());
  const least = leastGet(homes.h10k, folder);
  const medians = await takeTurns({
    least: repeat(GETS, (i) => {
      least.run(i * 47);
    }),
    vault: repeat(GETS, (i) =>
      vault.secrets.withSecret(
        { name: secretName((i * 47) % 10_000) },
        'read',
        ({ fields }) => fields[0]?.value[0],
        call(),
      ),
    ),
  });
  least.close();
  await vault.close();
  return [
    {
      name: 'get, 10 000 secrets, against read + HKDF + AES-GCM + fdatasync',
      unit: 'x',
      measured: medians.vault / medians.least,
      limit: 2,
      detail: `${ms(medians.vault / GETS)}, least ${ms(medians.least / GETS)}`,
    },
  ];
}

/** Listing names: fast, and linear in their number. */
export async function benchList(homes: Homes): Promise<Finding[]> {
  const small = open(homes.h1k);
  const large = open(homes.h10k);
  await small.unlock({ password: password() }, call());
  await large.unlock({ password: password() }, call());
  const medians = await takeTurns({
    small: () => small.secrets.list(call()),
    large: () => large.secrets.list(call()),
  });
  const blocks: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    blocks.push(await longestBlock(() => large.secrets.list(call())));
  }
  await small.close();
  await large.close();
  return [
    {
      name: 'list, 10 000 names',
      unit: 'ms',
      measured: medians.large,
      limit: 350,
      detail: `1 000 names: ${ms(medians.small)}`,
    },
    {
      name: 'list, 10 000 names, longest time in which nothing else runs',
      unit: 'ms',
      measured: median(blocks),
      limit: 20,
      detail: `at most ${ms(Math.max(...blocks))}`,
    },
    {
      name: 'list, 10 000 names against ten times 1 000',
      unit: 'x',
      measured: medians.large / medians.small / 10,
      limit: 1.3,
      detail: `${ms(medians.large)}, ${ms(medians.small)}`,
    },
  ];
}

const WRITES = 25;

/** One write must not grow with the vault. */
export async function benchWrite(homes: Homes): Promise<Finding[]> {
  const small = open(homes.h100);
  const large = open(homes.h10k);
  await small.unlock({ password: password() }, call());
  await large.unlock({ password: password() }, call());
  const write = (vault: VaultApi): (() => Promise<void>) =>
    repeat(WRITES, (i) =>
      vault.secrets.set({ name: secretName(i), fields: [field('another value')] }, call()),
    );
  const medians = await takeTurns({ small: write(small), large: write(large) });
  await small.close();
  await large.close();
  return [
    {
      name: 'set, 10 000 secrets, against 100',
      unit: 'x',
      measured: medians.large / medians.small,
      limit: 1.3,
      detail: `${ms(medians.large / WRITES)}, ${ms(medians.small / WRITES)}`,
    },
  ];
}
