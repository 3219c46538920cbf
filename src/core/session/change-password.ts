import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext, VaultApi } from '../api.ts';
import { equal, wipe } from '../crypto/bytes.ts';
import { randomBytes } from '../crypto/random.ts';
import { normalizePassword } from '../format/password.ts';
import { VaultKeys } from '../format/vault-keys.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import { checkNewPassword } from '../secrets/password-strength.ts';
import { renewAnchor, targetCost } from './bring-up-to-date.ts';
import { openVaultKey, type OpenedVaultKey } from './open-vault-key.ts';
import { resealUnderNewKey } from './renew-vault-key.ts';
import type { VaultCore, VaultSession } from './vault-core.ts';
import { authConfigRow, preparePasswordWrap, raiseCost, type PasswordWrap } from './wrap.ts';

const EVENT = { event: 'vault.passwd' };

/** The last key id that the header's byte can say. */
const LAST_KEY_ID = 255;

/**
 * Changes the password, after the current one was proven by a full attempt. Either the vault key stays and one row is
 * rewritten, or (someone may know the old password) a new vault key seals everything again and the file is rewritten.
 * One transaction each: killed at any point, the old or the new password opens.
 */
export async function changePassword(
  core: VaultCore,
  input: Parameters<VaultApi['changePassword']>[0],
  context: CallContext,
): Promise<void> {
  await core.writable(EVENT, context, async (session) => {
    await checkNewPassword(input.next);
    const next = normalizePassword(input.next);
    try {
      const opened = await openVaultKey(core, input.current, EVENT, context, () =>
        Promise.resolve(),
      );
      try {
        await rewrapUnder(core, session, opened, next, input.renewVaultKey, context);
      } finally {
        wipe(opened.password);
        opened.keys.wipe();
      }
    } finally {
      wipe(next);
    }
  });
}

async function rewrapUnder(
  core: VaultCore,
  session: VaultSession,
  opened: OpenedVaultKey,
  next: Uint8Array,
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
    const times = { createdAt: auth.created_at, updatedAt: core.clock.nowText() };
    if (renewVaultKey) renew(core, session, wrapped, times);
    else keep(core, session, wrapped, times);
  } finally {
    wipe(wrapped.kek);
  }
  core.audit.write({ ...event, outcome: 'ok' }, context);
  renewAnchor(core, session);
  core.store.compact({ vacuum: renewVaultKey });
}

type Times = Parameters<typeof authConfigRow>[2];

function keep(core: VaultCore, session: VaultSession, wrapped: PasswordWrap, times: Times): void {
  writeCovered(core, session, (tx) => {
    tx.raw.update('auth_config', authConfigRow(session.keys, wrapped, times));
    tx.nextEpoch();
  });
}

function renew(core: VaultCore, session: VaultSession, wrapped: PasswordWrap, times: Times): void {
  const { vaultId, keyId, epoch } = wrapped.header;
  const keys = new VaultKeys(randomBytes(32), vaultId, keyId);
  const generation = session.generation + 1;
  try {
    core.store.transaction((tx) => {
      tx.update('auth_config', authConfigRow(keys, wrapped, times));
      resealUnderNewKey(tx, { from: session.keys, to: keys }, { generation, epoch }, core.audit);
    });
  } catch (thrown) {
    keys.wipe();
    throw thrown;
  }
  session.keys.wipe();
  session.keys = keys;
  session.generation = generation;
  core.audit.setGeneration(generation);
}
