import { KEY_LIMITS, type CreateKeyInput, type NewKey } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomId } from '../crypto/random.ts';
import { checkName } from '../format/name-index.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { Clock } from '../ports.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { isKeyEnvironment, makeApiKey, SERVICE_ENVIRONMENT } from './api-key.ts';
import { findPresentClient } from './find-client.ts';
import { sealKey, summarizeKey, type KeyContent } from './key-record.ts';

const EVENT = 'key.create';

/**
 * Makes a key for a client. The text is in the answer and nowhere else; the caller wipes it.
 * @throws VaultError `not_found`, `invalid_input` also for the environment of the service token, `name_invalid`.
 */
export function createKey(
  core: VaultCore,
  input: CreateKeyInput,
  context: CallContext,
): Promise<NewKey> {
  return core.writable({ event: EVENT }, context, (session) => {
    const { client, name, environment = 'live', lifetimeSeconds } = input;
    const { id: clientId } = findPresentClient(core.store, session.keys, client).row;
    const lifetime = checkLifetime(lifetimeSeconds);
    const checkedName = checkKeyName(name);
    if (typeof environment !== 'string' || !isKeyEnvironment(environment)) {
      throw new VaultError('invalid_input', {
        hint: 'The environment in a key is a word of 2 to 8 letters a-z, such as live or paper.',
      });
    }
    if (environment === SERVICE_ENVIRONMENT) {
      throw new VaultError('invalid_input', {
        hint: 'Keys for service are made with the service token and in no other way.',
      });
    }
    const { key, ...mark } = makeApiKey(environment);
    try {
      const content = newKeyContent(clientId, mark, lifetime, core.clock);
      const row = sealKey(session.keys, content, checkedName);
      const ref = { client: clientId, key: content.id };
      carryOut(core, session, { event: EVENT, ref }, context, (tx) => {
        tx.insert('api_keys', row);
      });
      const stored = { row: { ...row, row_mac: NO_MAC }, name: checkedName };
      return { key, summary: summarizeKey(core.store, stored, core.clock.nowText()) };
    } catch (thrown) {
      wipe(key);
      throw thrown;
    }
  });
}

const NO_MAC = new Uint8Array(0);

/** The columns of a key that begins now. */
export function newKeyContent(
  clientId: string,
  mark: { readonly hash: Uint8Array; readonly prefix: string },
  lifetimeSeconds: number | null,
  clock: Clock,
): KeyContent {
  return {
    id: `key_${randomId()}`,
    version: 1,
    client_id: clientId,
    key_hash: mark.hash,
    prefix: mark.prefix,
    created_at: clock.nowText(),
    lifetime_seconds: lifetimeSeconds,
    expires_at: lifetimeSeconds === null ? null : instantIn(clock, lifetimeSeconds),
    revoked_at: null,
    replaced_by: null,
  };
}

/** The instant so many seconds from now, as text. */
export function instantIn(clock: Clock, seconds: number): string {
  return new Date(clock.nowMs() + seconds * 1000).toISOString();
}

function checkKeyName(name: unknown): string {
  if (typeof name !== 'string') throw new VaultError('name_invalid');
  return checkName(name);
}

function checkLifetime(seconds: unknown): number | null {
  if (seconds === null) return null;
  if (seconds === undefined) return KEY_LIMITS.lifetimeSeconds;
  const { shortestLifetimeSeconds: least, longestLifetimeSeconds: most } = KEY_LIMITS;
  if (Number.isSafeInteger(seconds) && Number(seconds) >= least && Number(seconds) <= most) {
    return Number(seconds);
  }
  throw new VaultError('invalid_input', { hint: 'A key lives from a minute to ten years.' });
}
