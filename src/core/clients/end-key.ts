import {
  KEY_LIMITS,
  OVERLAPS_SECONDS,
  type OverlapSeconds,
  type NewKey,
  type RotateKeyInput,
} from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { wipe } from '../crypto/bytes.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { Clock } from '../ports.ts';
import type { ApiKeyRow } from '../rows.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { makeApiKey } from './api-key.ts';
import { instantIn, newKeyContent } from './create-key.ts';
import { findKey, findPresentClient } from './find-client.ts';
import { dropTokens } from './remove-client.ts';
import { keyState, sealKey, sealKeyAgain, summarizeKey } from './key-record.ts';

/** Ends a key at once, and the session tokens that were got for it; one that was revoked before stays as it was. @throws VaultError `not_found`, `invalid_input`. */
export function revokeKey(
  core: VaultCore,
  { id }: { readonly id: string },
  context: CallContext,
): Promise<void> {
  const event = 'key.revoke';
  return core.writable({ event }, context, (session) => {
    const key = findKey(core.store, session.keys, id);
    const ref = { client: key.row.client_id, key: id };
    const changed = { revoked_at: core.clock.nowText() };
    carryOut(core, session, { event, ref }, context, (tx) => {
      dropTokens(tx, 'key_id', id);
      if (key.row.revoked_at !== null) return;
      tx.update('api_keys', [id], sealKeyAgain(session.keys, key, changed));
    });
  });
}

/**
 * Makes a key that takes another one's place: the same client, name, environment and lifetime, from now. The old one works
 * on for the overlap, never beyond its own end. @throws VaultError `not_found`, `invalid_input` for a key that is not in
 * force or was replaced before.
 */
export function rotateKey(
  core: VaultCore,
  { id, overlapSeconds }: RotateKeyInput,
  context: CallContext,
): Promise<NewKey> {
  const event = 'key.rotate';
  return core.writable({ event }, context, (session) => {
    const { keys } = session;
    const old = findKey(core.store, keys, id);
    const overlap = checkOverlap(overlapSeconds);
    const { row, name } = old;
    refuseEnded(row, core.clock.nowText());
    findPresentClient(core.store, keys, { id: row.client_id });
    const { key, ...mark } = makeApiKey(environmentOf(row.prefix));
    try {
      const content = newKeyContent(row.client_id, mark, row.lifetime_seconds, core.clock);
      const end = { ...endOf(row, overlap, core.clock), replaced_by: content.id };
      const ref = { client: row.client_id, key: id, successor: content.id };
      const n = { overlap };
      carryOut(core, session, { event, ref, n }, context, (tx) => {
        tx.insert('api_keys', sealKey(keys, content, name));
        tx.update('api_keys', [id], sealKeyAgain(keys, old, end));
        if (end.revoked_at !== null) dropTokens(tx, 'key_id', id);
      });
      const made = findKey(core.store, keys, content.id);
      return { key, summary: summarizeKey(core.store, made, core.clock.nowText()) };
    } catch (thrown) {
      wipe(key);
      throw thrown;
    }
  });
}

function refuseEnded(row: ApiKeyRow, nowText: string): void {
  if (row.replaced_by !== null) {
    throw new VaultError('invalid_input', { hint: 'Another key has taken its place.' });
  }
  if (keyState(row, nowText) === 'active') return;
  throw new VaultError('invalid_input', {
    hint: 'This key has ended. Make a new one.',
  });
}

function endOf(
  { expires_at: ownEnd }: ApiKeyRow,
  overlap: OverlapSeconds,
  clock: Clock,
): Pick<ApiKeyRow, 'expires_at' | 'revoked_at'> {
  if (overlap === 0) return { expires_at: ownEnd, revoked_at: clock.nowText() };
  const end = instantIn(clock, overlap);
  return { expires_at: ownEnd !== null && ownEnd < end ? ownEnd : end, revoked_at: null };
}

function environmentOf(prefix: string): string {
  return prefix.split('_')[1] ?? '';
}

function checkOverlap(seconds: unknown): OverlapSeconds {
  if (seconds === undefined) return KEY_LIMITS.overlapSeconds;
  const known = OVERLAPS_SECONDS.find((choice) => choice === seconds);
  if (known !== undefined) return known;
  throw new VaultError('invalid_input', {
    hint: 'The overlap is 0, 1 hour, 24 hours, 7 days or 30 days.',
  });
}
