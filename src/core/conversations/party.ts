import { OWNER } from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { isClientId } from '../clients/client-record.ts';
import type { Party } from '../conversation-api.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { StoreReader } from '../ports.ts';
import {
  isConversationId,
  openConversation,
  type OpenConversation,
} from './conversation-record.ts';

/** Who asks, once it is known that there is such a client. */
export interface Subject {
  readonly isOwner: boolean;
  /** Null: the owner. */
  readonly clientId: string | null;
}

function notFound(): VaultError {
  return new VaultError('not_found', { hint: 'There is nothing with this id.' });
}

/** The client's id if there is such a client and it was not removed. @throws VaultError `not_found`. */
export function presentClient(store: StoreReader, keys: VaultKeys, clientId: unknown): string {
  if (typeof clientId !== 'string') throw notFound();
  const row = isClientId(clientId) ? store.get('clients', clientId) : null;
  const holds = row !== null && rowMacHolds(keys, hashCovered('clients', row));
  if (!holds || row.status === 'deleted') throw notFound();
  return clientId;
}

/** Who asks. @throws VaultError `not_found` for a client that is not there any more. */
export function subjectOf(store: StoreReader, keys: VaultKeys, party: Party): Subject {
  if (party === OWNER) return { isOwner: true, clientId: null };
  return { isOwner: false, clientId: presentClient(store, keys, party.clientId) };
}

/** Null for `owner`, else the id of a client that is there, removed or not. @throws VaultError `not_found`. */
export function namedClient(store: StoreReader, client: unknown): string | null {
  if (client === OWNER) return null;
  if (typeof client !== 'string' || !isClientId(client)) throw notFound();
  if (store.get('clients', client) === null) throw notFound();
  return client;
}

/** Whose things are meant: undefined for everybody's, which the owner alone can mean. @throws VaultError `not_found`. */
export function whose(
  store: StoreReader,
  keys: VaultKeys,
  party: Party,
  client: string | undefined,
): string | null | undefined {
  const subject = subjectOf(store, keys, party);
  if (subject.isOwner) return client === undefined ? undefined : namedClient(store, client);
  if (client !== undefined && client !== subject.clientId) throw notFound();
  return subject.clientId;
}

/**
 * A conversation that the party may use. @throws VaultError `not_found` also for somebody else's and for what is no id;
 * `record_corrupt` for one of its own that does not open.
 */
export function ownConversation(
  store: StoreReader,
  keys: VaultKeys,
  party: Party,
  id: unknown,
): OpenConversation {
  const subject = subjectOf(store, keys, party);
  const row = isConversationId(id) ? store.get('conversations', id) : null;
  if (row === null || !(subject.isOwner || row.client_id === subject.clientId)) throw notFound();
  const conversation = openConversation(keys, row);
  if (conversation === null) throw new VaultError('record_corrupt');
  return conversation;
}

/** Passes for the owner. @throws VaultError `not_granted`. */
export function ownerOnly(party: Party): void {
  if (party !== OWNER) throw new VaultError('not_granted');
}
