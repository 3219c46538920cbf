import type { CredentialFault, Identified, Listener, Principal } from '../../shared/access.ts';
import { parseApiKey, parseSessionToken, SERVICE_ENVIRONMENT } from '../clients/api-key.ts';
import { clientNameIndex, isClientId, openClient } from '../clients/client-record.ts';
import { isKeyId, openKey } from '../clients/key-record.ts';
import { equal } from '../crypto/bytes.ts';
import type { ApiKeyRow, SessionTokenRow } from '../rows.ts';
import { readSetting } from '../settings/read-setting.ts';
import type { VaultCore } from '../session/vault-core.ts';
import type { KnownCredential } from './access-memory.ts';
import type { Access } from './access.ts';
import { noteTampered } from './note-tampered.ts';
import { tokenHolds } from './token-record.ts';

/** The client as which a call without a key acts if the owner lets such calls in. */
export const KEYLESS_CLIENT = 'default';

type Looked = KnownCredential | Refusal;
type Refusal = Extract<Identified, { readonly refused: object }>;

/** See `AccessApi.identify`: one hash, one look-up by an index, whatever the number of keys. */
export function identify(
  access: Access,
  input: { readonly credential: Uint8Array | null; readonly listener: Listener },
): Identified {
  const { credential, listener } = input;
  if (credential === null) return keyless(access);
  const key = parseApiKey(credential)?.hash ?? null;
  const token = key === null ? parseSessionToken(credential) : null;
  const hash = key ?? token;
  if (hash === null) return refused('malformed');
  const known = access.memory.credential(hash);
  const found = known ?? (token === null ? keyOf(access.core, hash) : tokenOf(access.core, hash));
  if ('refused' in found) {
    if (found.refused.why === 'tampered') noteFault(access, found.refused, hash);
    return found;
  }
  const { principal, socketOnly } = found;
  if (hasEnded(principal, access.core.clock.nowText())) return refused('expired', principal);
  if (socketOnly && listener !== 'socket') return refused('wrong_listener', principal);
  if (known === null) access.memory.keepCredential(found);
  access.memory.confirm(principal);
  return { principal };
}

/** By the row that the credential leads to. */
function noteFault(
  access: Access,
  { keyId, clientId }: Refusal['refused'],
  hash: Uint8Array,
): void {
  const [token] = access.core.store.find('session_tokens', 'token_hash', hash);
  if (token !== undefined) noteTampered(access, { kind: 'token', id: token.id });
  else if (keyId !== null) noteTampered(access, { kind: 'key', id: keyId });
  else noteTampered(access, { kind: 'client', id: clientId ?? '' });
}

/** Whether the credential's time is over. */
export function hasEnded({ expiresAt }: Principal, nowText: string): boolean {
  return expiresAt !== null && expiresAt <= nowText;
}

function keyless(access: Access): Identified {
  const clientId = keylessClient(access);
  if (clientId === null) return refused('missing');
  const principal = { clientId, keyId: null, tokenId: null, expiresAt: null };
  access.memory.confirm(principal);
  return { principal };
}

/**
 * Id of the client as which a call without a key acts; null if keys are required. While locked nobody vouches for the
 * setting, and they are.
 */
export function keylessClient({ core, memory }: Access): string | null {
  const { session } = core;
  if (session === null || readSetting(core, 'auth.required') === 1) return null;
  return memory.keyless(() => {
    const index = clientNameIndex(session.keys, KEYLESS_CLIENT);
    const [row] = core.store.find('clients', 'name_index', index);
    const client = row === undefined ? null : openClient(session.keys, row);
    return client === null || client.status === 'deleted' ? null : client.row.id;
  });
}

function keyOf(core: VaultCore, hash: Uint8Array): Looked {
  const [row] = core.store.find('api_keys', 'key_hash', hash);
  if (row === undefined || !equal(row.key_hash, hash)) return refused('unknown');
  const fault = keyFault(core, row);
  if (fault !== null) return refused(fault, { clientId: row.client_id, keyId: row.id });
  const { client_id: clientId, id: keyId, expires_at: expiresAt } = row;
  const principal = { clientId, keyId, tokenId: null, expiresAt };
  return { hash, principal, socketOnly: isServiceKey(row) };
}

function tokenOf(core: VaultCore, hash: Uint8Array): Looked {
  const [row] = core.store.find('session_tokens', 'token_hash', hash);
  if (row === undefined || !equal(row.token_hash, hash)) return refused('unknown');
  const { id: tokenId, client_id: clientId, key_id: keyId } = row;
  const key = core.store.get('api_keys', keyId);
  const fault = tokenFault(core, row, key);
  if (fault !== null || key === null) return refused(fault ?? 'unknown', { clientId, keyId });
  const ends = [row.expires_at, ...(key.expires_at === null ? [] : [key.expires_at])].sort();
  const principal = { clientId, keyId, tokenId, expiresAt: ends[0] ?? row.expires_at };
  return { hash, principal, socketOnly: isServiceKey(key) };
}

/** What is wrong with a key's row beside its end; null: nothing. Unlocked, the owner's key must vouch for it. */
export function keyFault({ store, session }: VaultCore, row: ApiKeyRow): CredentialFault | null {
  if (session !== null && openKey(session.keys, row) === null) return 'tampered';
  if (row.revoked_at !== null) return 'revoked';
  const client = store.get('clients', row.client_id);
  if (client === null || client.status === 'deleted') return 'client_gone';
  return session !== null && openClient(session.keys, client) === null ? 'tampered' : null;
}

/** The same for a token and the key that it was got for: a token dies with its key. */
export function tokenFault(
  core: VaultCore,
  row: SessionTokenRow,
  key: ApiKeyRow | null,
): CredentialFault | null {
  const { session } = core;
  if (session !== null && !tokenHolds(session.keys, row)) return 'tampered';
  if (key === null) return 'unknown';
  return key.client_id === row.client_id ? keyFault(core, key) : 'tampered';
}

/** Whether it is the key of trusted local programs: the environment in its prefix says so. */
export function isServiceKey({ prefix }: Pick<ApiKeyRow, 'prefix'>): boolean {
  return prefix.startsWith(`sr_${SERVICE_ENVIRONMENT}_`);
}

/** Ids are told only if they are of the form of ids: who plants a row can write any text there. */
function refused(
  why: CredentialFault,
  of: { readonly clientId: string; readonly keyId: string | null } = { clientId: '', keyId: null },
): Refusal {
  const { clientId, keyId } = of;
  return {
    refused: {
      why,
      clientId: isClientId(clientId) ? clientId : null,
      keyId: keyId !== null && isKeyId(keyId) ? keyId : null,
    },
  };
}
