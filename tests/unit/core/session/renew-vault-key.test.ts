import { describe, expect, it } from 'vitest';
import { AuditLog } from '../../../../src/core/audit/audit-log.ts';
import { randomBytes, randomId } from '../../../../src/core/crypto/random.ts';
import { VaultKeys } from '../../../../src/core/format/vault-keys.ts';
import { resealUnderNewKey } from '../../../../src/core/session/renew-vault-key.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryAuditStorage } from '../../../support/memory-audit-storage.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';
import { sampleRows } from '../../../support/sample-rows.ts';

describe('resealUnderNewKey', () => {
  it('drops every key slot, for each wraps the old vault key, and leaves what does not open as it is', async () => {
    const store = createMemoryStore();
    await store.migrateUp(() => undefined);
    const vaultId = randomBytes(16);
    const from = new VaultKeys(randomBytes(32), vaultId, 1);
    const to = new VaultKeys(randomBytes(32), vaultId, 2);
    const audit = AuditLog.start(new MemoryAuditStorage(), new FakeClock());
    audit.write(
      { event: 'test.begins', outcome: 'ok' },
      { correlationId: randomId(), actor: 'system' },
    );
    const damaged = sampleRows.secret(1);
    store.transaction((tx) => {
      tx.insert('key_slots', sampleRows.keySlot(1));
      tx.insert('key_slots', sampleRows.keySlot(2));
      tx.insert('secrets_metadata', damaged);
      resealUnderNewKey(tx, { from, to }, { generation: 2, epoch: 2 }, audit);
    });
    expect(store.count('key_slots')).toBe(0);
    expect(store.get('secrets_metadata', damaged.id)).toStrictEqual(damaged);
    expect(store.get('vault_manifest', 1)).toMatchObject({ generation: 2, epoch: 2 });
  });
});
