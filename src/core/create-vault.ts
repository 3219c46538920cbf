import { VaultError } from '../shared/vault-error.ts';
import type { VaultStatus } from '../shared/model.ts';
import type { MigrationsApi, VaultApi } from './api.ts';
import { accessApi } from './access/access-verbs.ts';
import { AuditLog } from './audit/audit-log.ts';
import { writeNote } from './audit/note.ts';
import { clientsApi, grantsApi, keysApi, pausesApi } from './clients/clients-api.ts';
import { Archive } from './conversations/archive.ts';
import {
  conversationsApi,
  memoryApi,
  profilesApi,
  searchApi,
} from './conversations/conversations-api.ts';
import type { StorageMeter } from './conversations/storage-meter.ts';
import { equal, wipe } from './crypto/bytes.ts';
import { randomId } from './crypto/random.ts';
import { NEW_VAULT_COST, decodeHeader, type KdfCost } from './format/header.ts';
import type { AuditStorage, Clock, VaultStore } from './ports.ts';
import { plansApi } from './plans/plans-api.ts';
import { secretsApi } from './secrets/secrets-api.ts';
import { acknowledgeGap, gapIsUnseen } from './session/audit-gap.ts';
import { renewAnchor, runMigrations } from './session/bring-up-to-date.ts';
import { changePassword } from './session/change-password.ts';
import { lockVault } from './session/lock.ts';
import { previewRepair, repairVault } from './session/repair.ts';
import { setupVault } from './session/setup.ts';
import { unlockVault } from './session/unlock.ts';
import { VaultCore, tryTo } from './session/vault-core.ts';
import { verifyAudit } from './session/verify-audit.ts';
import { settingsApi } from './settings/settings-api.ts';
import { Metering } from './usage/metering.ts';

/** What a vault needs of the world. */
export interface VaultPorts {
  /** Open, exclusively owned, of a known format. Closed by the vault's `close`. */
  readonly store: VaultStore;
  readonly auditStorage: AuditStorage;
  readonly clock: Clock;
  /** Cost of new headers; default `NEW_VAULT_COST`. An unlock raises what lies below it. */
  readonly targetCost?: KdfCost;
  /** Counts what clients store; without it their plans are held to. */
  readonly meter?: StorageMeter;
}

/** The vault over its ports. The audit log is recovered at once; nothing else happens before a call. */
export function createVault(ports: VaultPorts): VaultApi {
  const audit = AuditLog.start(ports.auditStorage, ports.clock);
  const { store, clock } = ports;
  const targetCost = ports.targetCost ?? NEW_VAULT_COST;
  const core = new VaultCore({ store, audit, clock, targetCost });
  const metering = new Metering(core);
  const archive = new Archive(core, ports.meter ?? metering.stored);
  metering.stored.flushBeforeCounting(() => {
    archive.settle();
  });
  audit.onAnchorDue = () => {
    if (core.session?.tampered === false) renewAnchor(core, core.session);
  };
  return {
    status: () => statusOf(core),
    setup: ({ password }, context) => setupVault(core, password, context),
    unlock: ({ password }, context) => unlockVault(core, password, context),
    lock: (cause, context) => lockVault(core, cause, context),
    changePassword: (input, context) => changePassword(core, input, context),
    previewRepair: (context) => previewRepair(core, context),
    repair: (input, context) => repairVault(core, input, context),
    secrets: secretsApi(core),
    clients: clientsApi(core),
    keys: keysApi(core),
    grants: grantsApi(core),
    pauses: pausesApi(core),
    plans: plansApi(core),
    access: accessApi(core, metering),
    settings: settingsApi(core),
    conversations: conversationsApi(archive),
    memory: memoryApi(archive),
    profiles: profilesApi(archive),
    search: searchApi(archive),
    audit: {
      query: (query) => audit.query(query),
      summary: () => audit.summary(),
      verify: (context) => verifyAudit(core, ports.auditStorage, context),
      note: (note, context) => {
        writeNote(audit, note, context);
      },
      acknowledgeGap: (context) => acknowledgeGap(core, context),
    },
    migrations: migrationsApi(core),
    onStateChange: (listener) => core.onStateChange(listener),
    close: () => close(core),
  };
}

async function close(core: VaultCore): Promise<void> {
  await lockVault(core, 'quit', { correlationId: randomId(), actor: 'system' });
  core.audit.close();
  await core.store.close();
}

function statusOf(core: VaultCore): VaultStatus {
  const auth = core.authConfig();
  const isVault = auth !== null;
  return {
    state: core.state(),
    secretCount: isVault ? core.store.count('secrets_metadata') : null,
    schemaVersion: isVault ? core.store.schema().version : null,
    failedAttempts: core.audit.failedAttempts,
    // A log that cannot be read is said by the first attempt; what is known is shown all the same.
    retryAfterMs: tryTo(() => core.audit.retryAfterMs()) ?? 0,
    auditGap: isVault && (gapIsUnseen(core) || logIsOfAnotherChain(core)),
  };
}

function logIsOfAnotherChain(core: VaultCore): boolean {
  const head = tryTo(() => core.audit.head());
  if (head === null) return true;
  wipe(head.key, head.seed);
  const manifest = core.store.get('vault_manifest', 1);
  return manifest !== null && !equal(manifest.chain_id, head.chainId);
}

function migrationsApi(core: VaultCore): MigrationsApi {
  return {
    status: () => core.store.schema(),
    down: ({ to }, context) =>
      core.writable({ event: 'vault.migrate' }, context, async (session) => {
        const { version, steps } = core.store.schema();
        const auth = core.authConfig();
        if (auth === null || to >= version || !steps.some(({ number }) => number === to)) {
          throw new VaultError('invalid_input', {
            hint: 'There is no such step below the present one.',
          });
        }
        const { epoch } = decodeHeader(auth.kdf_header);
        const range = { from: version, to };
        return runMigrations(core, session, epoch, range, context, (reseal) =>
          core.store.migrateDown(to, reseal),
        );
      }),
  };
}
