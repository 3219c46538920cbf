import { AuditLog } from '../../src/core/audit/audit-log.ts';
import { COST_FLOOR } from '../../src/core/format/header.ts';
import type { VaultStore } from '../../src/core/ports.ts';
import { setupVault } from '../../src/core/session/setup.ts';
import { unlockVault } from '../../src/core/session/unlock.ts';
import { VaultCore } from '../../src/core/session/vault-core.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryAuditStorage } from './memory-audit-storage.ts';
import { MemoryDisk } from './memory-store.ts';
import { PASSWORD, call, utf8 } from './vault-fixture.ts';

/** The core of an unlocked vault in memory, under a clock that stands until it is moved. */
export interface OpenCore {
  readonly core: VaultCore;
  readonly clock: FakeClock;
  readonly auditStorage: MemoryAuditStorage;
  /** Unlocks again after a lock. */
  readonly unlock: () => Promise<void>;
}

let template: Promise<{ disk: MemoryDisk; auditStorage: MemoryAuditStorage }> | null = null;

async function makeTemplate(): Promise<{ disk: MemoryDisk; auditStorage: MemoryAuditStorage }> {
  const disk = new MemoryDisk();
  const auditStorage = new MemoryAuditStorage();
  const clock = new FakeClock();
  const store = disk.open();
  const audit = AuditLog.start(auditStorage, clock);
  const core = new VaultCore({ store, audit, clock, targetCost: COST_FLOOR });
  await setupVault(core, utf8(PASSWORD), call());
  core.audit.close();
  await store.close();
  return { disk, auditStorage };
}

/** A copy of a vault that is made once a file. `wrapStore` may break its store. */
export async function openCore(
  options: {
    readonly now?: string;
    readonly wrapStore?: (store: VaultStore) => VaultStore;
  } = {},
): Promise<OpenCore> {
  template ??= makeTemplate();
  const { disk, auditStorage: files } = await template;
  const auditStorage = files.clone();
  const clock = new FakeClock(options.now);
  const store = new MemoryDisk(structuredClone(disk.content)).open();
  const core = new VaultCore({
    store: options.wrapStore?.(store) ?? store,
    audit: AuditLog.start(auditStorage, clock),
    clock,
    targetCost: COST_FLOOR,
  });
  const unlock = async (): Promise<void> => {
    await core.locking;
    await unlockVault(core, utf8(PASSWORD), call());
  };
  await unlock();
  return { core, clock, auditStorage, unlock };
}
