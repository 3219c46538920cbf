import { VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { VaultApi } from '../api.ts';
import type { CallContext } from '../call.ts';
import { equal, wipe } from '../crypto/bytes.ts';
import { randomBytes } from '../crypto/random.ts';
import { normalizePassword } from '../format/password.ts';
import { VaultKeys } from '../format/vault-keys.ts';
import { currentManifest } from '../integrity/manifest.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import type { AuthConfigRow } from '../rows.ts';
import { checkNewPassword } from '../secrets/password-strength.ts';
import { assertSameHeader, renewAnchor, targetCost } from './bring-up-to-date.ts';
import { openVaultKey, type OpenedVaultKey } from './open-vault-key.ts';
import { resealUnderNewKey } from './renew-vault-key.ts';
import { tryTo, type VaultCore, type VaultSession } from './vault-core.ts';
import { authConfigRow, preparePasswordWrap, raiseCost, type PasswordWrap } from './wrap.ts';

const EVENT = { event: 'vault.passwd' };

/** The last key id that the header's byte can say. */
const LAST_KEY_ID = 255;

/**
 * Changes the password, after the current one was proven by a full attempt. Either the vault key stays and one row is
 * rewritten, or (someone may know the old password) a new vault key seals everything again and the file is rewritten.
 * One transaction each: killed at any point, the old or the new password opens.
 */
export function changePassword(
  core: VaultCore,
  input: Parameters<VaultApi['changePassword']>[0],
  context: CallContext,
): Promise<void> {
  return core.writable(EVENT, context, (session) =>
    core.exclusively(EVENT, context, async () => {
      await checkNewPassword(input.next);
      const next = normalizePassword(input.next);
      try {
        const opened = await openVaultKey(core, input.current, EVENT, context, () =>
          Promise.resolve(),
        );
        opened.keys.wipe();
        try {
          await rewrapUnder(core, session, { opened, next }, input.renewVaultKey, context);
        } finally {
          wipe(opened.password);
        }
      } finally {
        wipe(next);
      }
    }),
  );
}

async function rewrapUnder(
  core: VaultCore,
  session: VaultSession,
  { opened, next }: { readonly opened: OpenedVaultKey; readonly next: Uint8Array },
  renewVaultKey: boolean,
  context: CallContext,
): Promise<void> {
  core.audit.endAttempt({ outcome: 'ok', reason: null, countsAsFailure: false }, context);
  if (equal(opened.password, next)) {
    throw new VaultError('invalid_input', { hint: 'The new password is the old one.' });
  }
  const { header, auth } = opened;
  if (renewVaultKey && header.keyId >= LAST_KEY_ID) {
    throw new VaultError('not_available', { hint: 'The vault key was renewed 254 times already.' });
  }
  const event = { ...EVENT, n: { renewed: renewVaultKey ? 1 : 0 } };
  core.audit.write({ ...event, outcome: 'attempt' }, context);
  const wrapped = await preparePasswordWrap(next, {
    ...header,
    epoch: header.epoch + 1,
    keyId: header.keyId + (renewVaultKey ? 1 : 0),
    cost: raiseCost(header.cost, targetCost(core)),
  });
  try {
    core.assertCurrent(session);
    if (renewVaultKey) renew(core, session, auth, wrapped);
    else keep(core, session, auth, wrapped);
  } finally {
    wipe(wrapped.kek);
  }
  // Committed: the new password is in force, whatever becomes of the rest.
  core.done(event, context);
  tidyUp(core, renewVaultKey, context);
}

/** A fresh anchor and a file without the old wrap; a failure is written down and undoes nothing. */
function tidyUp(core: VaultCore, vacuum: boolean, context: CallContext): void {
  tryTo(() => {
    if (core.session !== null) renewAnchor(core, core.session);
  });
  try {
    core.store.compact({ vacuum });
  } catch (thrown) {
    const reason = asVaultError(thrown).code;
    tryTo(() => {
      core.audit.write({ event: 'vault.compact', outcome: 'error', reason }, context);
    });
  }
}

function newRow(
  core: VaultCore,
  keys: VaultKeys,
  wrapped: PasswordWrap,
  { created_at: createdAt }: AuthConfigRow,
): AuthConfigRow {
  return authConfigRow(keys, wrapped, { createdAt, updatedAt: core.clock.nowText() });
}

function keep(
  core: VaultCore,
  session: VaultSession,
  auth: AuthConfigRow,
  wrapped: PasswordWrap,
): void {
  writeCovered(core, session, (tx) => {
    assertSameHeader(tx.raw, auth);
    tx.raw.update('auth_config', newRow(core, session.keys, wrapped, auth));
    tx.setEpoch(wrapped.header.epoch);
  });
}

/** The session goes on under the new key, as another one: what began under the old key ends with `locked`. */
function renew(
  core: VaultCore,
  session: VaultSession,
  auth: AuthConfigRow,
  wrapped: PasswordWrap,
): void {
  const { vaultId, keyId, epoch } = wrapped.header;
  // What waits was sealed under the old key: in the file, it is sealed again with the rest.
  for (const counter of core.counters) counter.settle();
  const keys = new VaultKeys(randomBytes(32), vaultId, keyId);
  const generation = session.generation + 1;
  try {
    core.store.transaction((tx) => {
      assertSameHeader(tx, auth);
      currentManifest(tx, session);
      tx.update('auth_config', newRow(core, keys, wrapped, auth));
      resealUnderNewKey(tx, { from: session.keys, to: keys }, { generation, epoch }, core.audit);
    });
  } catch (thrown) {
    keys.wipe();
    throw thrown;
  }
  session.keys.wipe();
  core.enter({ ...session, keys, generation });
}
