import { CLIENT_STATUSES, type ClientStatus, type ClientSummary } from '../../shared/client.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import { equal } from '../crypto/bytes.ts';
import type { FieldAddress } from '../format/field-address.ts';
import { normalizeName } from '../format/name-index.ts';
import { openJson, sealJson, type SealedObject } from '../format/sealed-json.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { UnsignedRow } from '../integrity/write-covered.ts';
import type { StoreReader } from '../ports.ts';
import type { ClientRow } from '../rows.ts';

/** Format byte of clients (docs/format.md §4). */
const KIND_CLIENT = 18;

/** What is sealed of a client, and whatever a newer version wrote beside it. */
export type StoredProfile = SealedObject & {
  readonly name: string;
  readonly external_id?: string;
  readonly email?: string;
  readonly description?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** A client whose row is vouched for, and whose indexes belong to its profile. */
export interface OpenClient {
  readonly row: ClientRow;
  readonly profile: StoredProfile;
  readonly status: ClientStatus;
  readonly plan: string;
}

/** Whether a text has the form of a client's id. */
export function isClientId(text: string): boolean {
  return text.startsWith('cli_') && isUuid(text.slice('cli_'.length));
}

/** The address of a client's profile. */
export function profileAddress({ id, version }: Pick<ClientRow, 'id' | 'version'>): FieldAddress {
  return {
    column: 'clients.encrypted_profile',
    recordId: idBytes(id),
    recordVersion: version,
    kind: KIND_CLIENT,
  };
}

/** Blind index of a client's name: the normal form of secrets' names. @throws VaultError `name_invalid`. */
export function clientNameIndex(keys: VaultKeys, name: string): Uint8Array {
  return keys.blindIndex('clients.name_index', normalizeName(name));
}

/** Blind index of an id in another system, which is taken as it is but for its Unicode form. */
export function externalIdIndex(keys: VaultKeys, externalId: string): Uint8Array {
  return keys.blindIndex('clients.external_id_index', externalId.normalize('NFC'));
}

/** Blind index of an email address: upper and lower case count as the same. */
export function emailIndex(keys: VaultKeys, email: string): Uint8Array {
  return keys.blindIndex('clients.email_index', normalizeName(email));
}

/** The three blind indexes of a profile. */
export function profileIndexes(
  keys: VaultKeys,
  profile: StoredProfile,
): Pick<ClientRow, 'name_index' | 'external_id_index' | 'email_index'> {
  const { name, external_id: externalId, email } = profile;
  return {
    name_index: clientNameIndex(keys, name),
    external_id_index: externalId === undefined ? null : externalIdIndex(keys, externalId),
    email_index: email === undefined ? null : emailIndex(keys, email),
  };
}

/** A client's next state. */
export interface ClientContent {
  readonly id: string;
  readonly version: number;
  readonly profile: StoredProfile;
  readonly plan: string;
  readonly status: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The row for a client, without its MAC. */
export function sealClient(keys: VaultKeys, content: ClientContent): UnsignedRow<'clients'> {
  const { id, version, profile, plan, status } = content;
  return {
    id,
    version,
    ...profileIndexes(keys, profile),
    encrypted_profile: sealJson(keys, profileAddress(content), profile),
    plan,
    status,
    created_at: content.createdAt,
    updated_at: content.updatedAt,
  };
}

/** A profile from what was sealed, or null if it is not one. */
export function parseProfile(object: SealedObject | null): StoredProfile | null {
  if (object === null) return null;
  const { name, external_id: externalId, email, description, metadata } = object;
  const texts = [externalId, email, description].every((it) => it === undefined || isText(it));
  if (!isText(name) || !texts || !(metadata === undefined || isTextMap(metadata))) return null;
  return object as StoredProfile;
}

/** Opens a client; null if nobody vouches for the row or it holds something else than it says. */
export function openClient(keys: VaultKeys, row: ClientRow): OpenClient | null {
  if (!isClientId(row.id) || !rowMacHolds(keys, hashCovered('clients', row))) return null;
  const profile = parseProfile(openJson(keys, profileAddress(row), row.encrypted_profile));
  const status = CLIENT_STATUSES.find((known) => known === row.status);
  if (profile === null || status === undefined) return null;
  return indexesHold(keys, profile, row) ? { row, profile, status, plan: row.plan } : null;
}

function indexesHold(keys: VaultKeys, profile: StoredProfile, row: ClientRow): boolean {
  const made = profileIndexes(keys, profile);
  return (
    same(made.name_index, row.name_index) &&
    same(made.external_id_index, row.external_id_index) &&
    same(made.email_index, row.email_index)
  );
}

function same(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : equal(a, b);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed() && !value.includes('\0');
}

function isTextMap(value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.values(value).every(isText);
}

/** A client as it is shown. */
export function summarizeClient(store: StoreReader, client: OpenClient): ClientSummary {
  const { row, profile, plan, status } = client;
  return {
    id: row.id,
    name: profile.name,
    externalId: profile.external_id ?? null,
    email: profile.email ?? null,
    description: profile.description ?? null,
    metadata: profile.metadata ?? {},
    plan,
    status,
    pausedAt: store.get('pauses', row.id)?.paused_at ?? null,
    lastSeenAt: store.get('client_activity', row.id)?.last_seen_at ?? null,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
