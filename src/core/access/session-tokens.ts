import {
  SESSION_TOKEN_SECONDS,
  type NewSessionToken,
  type Principal,
} from '../../shared/access.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { makeSessionToken } from '../clients/api-key.ts';
import { keyState } from '../clients/key-record.ts';
import { instantIn } from '../clients/create-key.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomId } from '../crypto/random.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { StoreReader } from '../ports.ts';
import { asClient } from './act-as-client.ts';
import type { Access } from './access.ts';

/** Tokens in force that one key may have. */
const TOKENS_PER_KEY = 100;

/** See `AccessApi.createToken`. Those of the key whose time is over go in the same step. */
export function createToken(
  access: Access,
  principal: Principal,
  { lifetimeSeconds }: { readonly lifetimeSeconds?: number },
  context: CallContext,
): Promise<NewSessionToken> {
  const { core } = access;
  const event = 'token.create';
  return asClient(access, { event, principal }, context, (session, _, own) => {
    const { clientId, keyId, tokenId, expiresAt: keyEnds } = principal;
    if (keyId === null || tokenId !== null) throw new VaultError('not_granted');
    const wished = instantIn(core.clock, checkLifetime(lifetimeSeconds));
    const expiresAt = keyEnds !== null && keyEnds < wished ? keyEnds : wished;
    const now = core.clock.nowText();
    const rows = core.store.find('session_tokens', 'key_id', keyId);
    const over = rows.filter((row) => row.expires_at <= now);
    if (rows.length - over.length >= TOKENS_PER_KEY) {
      throw new VaultError('over_quota', { hint: 'This key has 100 session tokens in force.' });
    }
    const { token, hash } = makeSessionToken();
    try {
      const id = `tok_${randomId()}`;
      carryOut(core, session, { event, ref: { token: id } }, own, (tx) => {
        for (const row of over) tx.remove('session_tokens', [row.id]);
        const ids = { id, client_id: clientId, key_id: keyId };
        const times = { created_at: now, expires_at: expiresAt };
        tx.insert('session_tokens', { ...ids, token_hash: hash, ...times });
      });
      return { token, id, expiresAt };
    } catch (thrown) {
      wipe(token);
      throw thrown;
    }
  });
}

/** See `AccessApi.endToken`. */
export function endToken(
  access: Access,
  principal: Principal,
  context: CallContext,
): Promise<void> {
  const event = 'token.end';
  return asClient(access, { event, principal }, context, (session, _, own) => {
    const { tokenId } = principal;
    if (tokenId === null) {
      throw new VaultError('invalid_input', { hint: 'Only a session token is ended in this way.' });
    }
    carryOut(access.core, session, { event, ref: { token: tokenId } }, own, (tx) => {
      tx.remove('session_tokens', [tokenId]);
    });
  });
}

/** Ids of the tokens whose time is over, or whose key's is. */
export function tokensToDrop(store: StoreReader, nowText: string): readonly string[] {
  const ended = new Map<string, boolean>();
  const keyHasEnded = (id: string): boolean => {
    const key = store.get('api_keys', id);
    return key === null || keyState(key, nowText) !== 'active';
  };
  return [...store.scan('session_tokens')].flatMap(({ id, key_id: keyId, expires_at: end }) => {
    const withKey = ended.get(keyId) ?? keyHasEnded(keyId);
    ended.set(keyId, withKey);
    return withKey || end <= nowText ? [id] : [];
  });
}

function checkLifetime(seconds: unknown): number {
  const { shortest, usual, longest } = SESSION_TOKEN_SECONDS;
  if (seconds === undefined) return usual;
  if (Number.isSafeInteger(seconds) && Number(seconds) >= shortest && Number(seconds) <= longest) {
    return Number(seconds);
  }
  throw new VaultError('invalid_input', {
    hint: 'A session token lives from a minute to 24 hours.',
  });
}
