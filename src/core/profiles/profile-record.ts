import type { ProfileView } from '../../shared/profile.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import { openClient } from '../clients/client-record.ts';
import { randomId } from '../crypto/random.ts';
import type { FieldAddress } from '../format/field-address.ts';
import { openJson, sealJson, type SealedObject } from '../format/sealed-json.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import type { StoreReader } from '../ports.ts';
import type { ProfileRow } from '../rows.ts';

/** Format byte of profiles (docs/format.md §4). */
const KIND_PROFILE = 26;
/** How the owner is called until a display name is chosen. */
const OWNER_NAME = 'Owner';

/** What is sealed of a profile, and whatever a newer version wrote beside it. */
export type ProfileSections = SealedObject & {
  /** What was chosen; without it the client's name stands. */
  readonly display_name?: string;
  readonly about: string;
  readonly preferences: string;
};

/** A profile whose row says what is sealed in it. */
export interface OpenProfile {
  readonly row: ProfileRow;
  readonly sections: ProfileSections;
}

/** The address of what is sealed of a profile. */
export function profileSectionsAddress({
  id,
  version,
}: Pick<ProfileRow, 'id' | 'version'>): FieldAddress {
  return {
    column: 'profiles.encrypted_sections',
    recordId: idBytes(id),
    recordVersion: version,
    kind: KIND_PROFILE,
  };
}

/** The row for a profile. */
export function sealProfile(
  keys: VaultKeys,
  content: Omit<ProfileRow, 'encrypted_sections'>,
  sections: ProfileSections,
): ProfileRow {
  const { client_id, created_at } = content;
  const sealed = { ...sections, client_id, created_at };
  return {
    ...content,
    encrypted_sections: sealJson(keys, profileSectionsAddress(content), sealed),
  };
}

/** An empty profile of a new client or, with null, of the owner. */
export function newProfile(keys: VaultKeys, clientId: string | null, nowText: string): OpenProfile {
  const content = {
    id: `prf_${randomId()}`,
    version: 1,
    client_id: clientId,
    created_at: nowText,
    updated_at: nowText,
  };
  const sections = { about: '', preferences: '' };
  return { row: sealProfile(keys, content, sections), sections };
}

/** Opens a profile's row; null if it does not open or holds something else than it says. */
export function openProfile(keys: VaultKeys, row: ProfileRow): OpenProfile | null {
  if (!row.id.startsWith('prf_') || !isUuid(row.id.slice('prf_'.length))) return null;
  const sealed = openJson(keys, profileSectionsAddress(row), row.encrypted_sections);
  if (sealed === null || sealed['client_id'] !== row.client_id) return null;
  const { display_name: displayName, about, preferences, created_at: createdAt } = sealed;
  const holds =
    createdAt === row.created_at &&
    typeof about === 'string' &&
    typeof preferences === 'string' &&
    (displayName === undefined || typeof displayName === 'string');
  return holds ? { row, sections: sealed as ProfileSections } : null;
}

/** The profile of a client or, with null, of the owner; null if there is none that opens. */
export function findProfile(
  store: StoreReader,
  keys: VaultKeys,
  clientId: string | null,
): OpenProfile | null {
  for (const row of store.walk('profilesOfClient', { of: [clientId], limit: 8 })) {
    const profile = openProfile(keys, row);
    if (profile !== null) return profile;
  }
  return null;
}

/** How a client or the owner is called. */
export function displayNameOf(
  store: StoreReader,
  keys: VaultKeys,
  clientId: string | null,
): string {
  const chosen = findProfile(store, keys, clientId)?.sections.display_name;
  return chosen ?? nameOf(store, keys, clientId) ?? OWNER_NAME;
}

function nameOf(store: StoreReader, keys: VaultKeys, clientId: string | null): string | null {
  const row = clientId === null ? null : store.get('clients', clientId);
  return row === null ? null : (openClient(keys, row)?.profile.name ?? null);
}

/** A profile as it is shown. */
export function viewProfile(
  store: StoreReader,
  keys: VaultKeys,
  { row, sections }: OpenProfile,
): ProfileView {
  const clientRow = row.client_id === null ? null : store.get('clients', row.client_id);
  const client = clientRow === null ? null : openClient(keys, clientRow);
  const registered = clientRow?.created_at ?? store.get('auth_config', 1)?.created_at;
  return {
    id: row.id,
    clientId: row.client_id,
    version: row.version,
    identity: {
      id: row.client_id ?? row.id,
      externalId: client?.profile.external_id ?? null,
      displayName: sections.display_name ?? client?.profile.name ?? OWNER_NAME,
      registeredAt: registered ?? row.created_at,
    },
    about: sections.about,
    preferences: sections.preferences,
    updatedAt: row.updated_at,
  };
}
