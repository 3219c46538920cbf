import { randomUUID } from 'node:crypto';
import { AuditLog } from '../../src/core/audit/audit-log.ts';
import { COST_FLOOR, NEW_VAULT_COST, type KdfCost } from '../../src/core/format/header.ts';
import { writeCovered, type CoveredTransaction } from '../../src/core/integrity/write-covered.ts';
import { makeApiKey } from '../../src/core/clients/api-key.ts';
import { sealClient } from '../../src/core/clients/client-record.ts';
import { newKeyContent } from '../../src/core/clients/create-key.ts';
import { sealKey } from '../../src/core/clients/key-record.ts';
import { encodeValueDocument } from '../../src/core/secrets/value-document.ts';
import { sealRecord } from '../../src/core/secrets/write-record.ts';
import { lockVault } from '../../src/core/session/lock.ts';
import { setupVault } from '../../src/core/session/setup.ts';
import { VaultCore, type VaultSession } from '../../src/core/session/vault-core.ts';
import { AuditFile } from '../../src/runtime/audit-file.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { openStore } from '../../src/store/open-store.ts';
import { PASSWORD, call, utf8 } from '../support/vault-fixture.ts';

/** The name of the i-th secret of a seeded vault. */
export function secretName(i: number): string {
  return `broker account ${String(i).padStart(5, '0')}`;
}

/** A locked vault in which `fill` wrote everything in one transaction. */
export async function seedRows(
  home: string,
  targetCost: KdfCost,
  fill: (tx: CoveredTransaction, session: VaultSession) => void,
): Promise<void> {
  const { database, audit } = vaultPaths(home);
  const store = openStore({ file: database, create: true });
  const storage = new AuditFile(audit);
  storage.prepare();
  const log = AuditLog.start(storage, systemClock);
  const core = new VaultCore({
    store,
    audit: log,
    clock: systemClock,
    targetCost,
  });
  await setupVault(core, utf8(PASSWORD), call());
  const { session } = core;
  if (session === null) throw new Error('the vault is open after its setup');
  writeCovered(core, session, (tx) => {
    fill(tx, session);
  });
  await lockVault(core, 'quit', call());
  log.close();
  await store.close();
}

/** A locked vault with so many secrets; of the default cost unless given. */
export async function seedVault(
  home: string,
  secrets: number,
  targetCost: KdfCost = NEW_VAULT_COST,
): Promise<void> {
  const now = systemClock.nowText();
  await seedRows(home, targetCost, (tx, session) => {
    for (let i = 0; i < secrets; i += 1) {
      const value = utf8(`key-${String(i)}-${'x'.repeat(40)}`);
      const fields = [{ name: 'value', value, concealed: true }];
      const content = {
        id: randomUUID(),
        kind: 1,
        version: 1,
        metadata: { name: secretName(i), provider: 'ig', environment: 'paper', tags: ['bench'] },
        value: encodeValueDocument({ fields, totp: null }),
        createdAt: now,
        updatedAt: now,
      };
      tx.insert('secrets_metadata', sealRecord(session.keys, content));
    }
  });
}

/** A locked vault with one client that has so many keys, which are returned. */
export async function seedKeys(home: string, keys: number): Promise<Uint8Array[]> {
  const clientId = `cli_${randomUUID()}`;
  const now = systemClock.nowText();
  const made = Array.from({ length: keys }, () => makeApiKey('live'));
  await seedRows(home, COST_FLOOR, (tx, session) => {
    const profile = { name: 'bot' };
    const client = { id: clientId, version: 1, profile, plan: 'unlimited', status: 'active' };
    tx.insert('clients', sealClient(session.keys, { ...client, createdAt: now, updatedAt: now }));
    for (const { hash, prefix } of made) {
      const content = newKeyContent(clientId, { hash, prefix }, null, systemClock);
      tx.insert('api_keys', sealKey(session.keys, content, 'bench'));
    }
  });
  return made.map(({ key }) => key);
}
