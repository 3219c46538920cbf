import { randomUUID } from 'node:crypto';
import { AuditLog } from '../../src/core/audit/audit-log.ts';
import { NEW_VAULT_COST, type KdfCost } from '../../src/core/format/header.ts';
import { writeCovered } from '../../src/core/integrity/write-covered.ts';
import { encodeValueDocument } from '../../src/core/secrets/value-document.ts';
import { sealRecord } from '../../src/core/secrets/write-record.ts';
import { lockVault } from '../../src/core/session/lock.ts';
import { setupVault } from '../../src/core/session/setup.ts';
import { VaultCore } from '../../src/core/session/vault-core.ts';
import { AuditFile } from '../../src/runtime/audit-file.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { openStore } from '../../src/store/open-store.ts';
import { PASSWORD, call, utf8 } from '../support/vault-fixture.ts';

/** The name of the i-th secret of a seeded vault. */
export function secretName(i: number): string {
  return `broker account ${String(i).padStart(5, '0')}`;
}

/** A locked vault with so many secrets, written in one transaction; of the default cost unless given. */
export async function seedVault(
  home: string,
  secrets: number,
  targetCost: KdfCost = NEW_VAULT_COST,
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
  const now = systemClock.nowText();
  writeCovered(core, session, (tx) => {
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
  await lockVault(core, 'quit', call());
  log.close();
  await store.close();
}
