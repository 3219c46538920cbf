import { OWNER } from '../../shared/conversation.ts';
import {
  PROFILE_LIMITS,
  type ProfileChange,
  type ProfileMode,
  type ProfileVersion,
  type ProfileView,
} from '../../shared/profile.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { Party, WhoseInput } from '../conversation-api.ts';
import type { Archive } from '../conversations/archive.ts';
import { isTidy } from '../conversations/check-turn.ts';
import { subjectName } from '../conversations/open-conversations.ts';
import { whose } from '../conversations/party.ts';
import { PROFILE_ITEMS } from '../conversations/storage-meter.ts';
import { tryTo, type VaultSession } from '../session/vault-core.ts';
import { mayUseProfile } from './profile-grants.ts';
import {
  findProfile,
  newProfile,
  sealProfile,
  viewProfile,
  type OpenProfile,
  type ProfileSections,
} from './profile-record.ts';

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

/**
 * The profile that is meant, made if there is none yet. For the owner `client` absent means the owner's own.
 * @throws VaultError `not_found`, `not_granted`.
 */
export function profileFor(
  { core, meter }: Archive,
  session: VaultSession,
  party: Party,
  { client }: WhoseInput,
  mode: ProfileMode,
): OpenProfile {
  const { keys } = session;
  const clientId = whose(core.store, keys, party, client) ?? null;
  const now = core.clock.nowText();
  if (party !== OWNER && clientId !== null) {
    if (!mayUseProfile(core.store, keys, clientId, mode, now)) throw new VaultError('not_granted');
  }
  const known = findProfile(core.store, keys, clientId);
  if (known !== null) return known;
  const made = newProfile(keys, clientId, now);
  // A vault that cannot be written to shows the same profile as one that can.
  if (!session.tampered) {
    tryTo(() => {
      core.store.transaction((tx) => {
        tx.insert('profiles', made.row);
      });
      const bytes = made.row.encrypted_sections.length;
      if (clientId !== null) meter.changed(clientId, { items: PROFILE_ITEMS, bytes });
    });
  }
  return made;
}

/** A profile. Leaves no line in the log. */
export function getProfile(
  archive: Archive,
  party: Party,
  input: WhoseInput,
  context: CallContext,
): Promise<ProfileView> {
  const { core } = archive;
  return core.unlocked({ event: 'profile.get' }, context, (session) => {
    const profile = profileFor(archive, session, party, input, 'read');
    return viewProfile(core.store, session.keys, profile);
  });
}

/** Older states, and the present one first. Leaves no line in the log. */
export function profileHistory(
  archive: Archive,
  party: Party,
  input: WhoseInput,
  context: CallContext,
): Promise<readonly ProfileVersion[]> {
  const { core } = archive;
  return core.unlocked({ event: 'profile.get' }, context, (session) => {
    const { row } = profileFor(archive, session, party, input, 'read');
    const older = core.store.walk('versionsOfProfile', {
      of: [row.id],
      descending: true,
      limit: PROFILE_LIMITS.versionsKept,
    });
    return [
      { version: row.version, createdAt: row.updated_at, current: true },
      ...older.map(({ version, created_at: createdAt }) => ({
        version,
        createdAt,
        current: false,
      })),
    ];
  });
}

/** One section in a new version. @throws VaultError `not_granted`, `not_found`, `invalid_input`, `over_quota`. */
export function updateProfile(
  archive: Archive,
  party: Party,
  { change, ...input }: WhoseInput & { readonly change: ProfileChange },
  context: CallContext,
): Promise<ProfileView> {
  const { core } = archive;
  const event = 'profile.update';
  return core.writable({ event }, context, (session) => {
    const profile = profileFor(archive, session, party, input, 'write');
    const sections = changed(profile.sections, change);
    const ref = { client: subjectName(profile.row.client_id), section: change.section };
    const n = { version: profile.row.version + 1 };
    core.audit.write({ event, ref, n, outcome: 'attempt' }, context);
    const next = writeSections(archive, session, profile, sections);
    core.done({ event, ref, n }, context);
    return viewProfile(core.store, session.keys, next);
  });
}

/** The profile in its next version; the present one joins the history, whose oldest goes. */
export function writeSections(
  { core, meter }: Archive,
  { keys }: VaultSession,
  { row }: OpenProfile,
  sections: ProfileSections,
): OpenProfile {
  const { encrypted_sections: before, ...content } = row;
  const version = row.version + 1;
  const next = { ...content, version, updated_at: core.clock.nowText() };
  const sealed = sealProfile(keys, next, sections);
  const stored = { items: 0, bytes: sealed.encrypted_sections.length - before.length };
  if (row.client_id !== null) meter.check(row.client_id, stored);
  core.store.transaction((tx) => {
    tx.insert('profile_versions', {
      profile_id: row.id,
      version: row.version,
      encrypted_sections: before,
      created_at: row.updated_at,
    });
    tx.update('profiles', sealed);
    for (const old of tx.walk('versionsOfProfile', { of: [row.id], limit: 4096 })) {
      if (old.version <= row.version - PROFILE_LIMITS.versionsKept) {
        tx.remove('profile_versions', row.id, old.version);
      }
    }
  });
  if (row.client_id !== null) meter.changed(row.client_id, stored);
  return { row: sealed, sections };
}

function changed(sections: ProfileSections, change: ProfileChange): ProfileSections {
  if (change.section === 'identity') {
    const { display_name: _name, ...others } = sections;
    if (change.displayName === null) return others;
    return { ...sections, display_name: checkDisplayName(change.displayName) };
  }
  if (!['about', 'preferences'].includes(change.section)) {
    refuse('A section is identity, about or preferences.');
  }
  const most =
    change.section === 'about' ? PROFILE_LIMITS.aboutChars : PROFILE_LIMITS.preferencesChars;
  if (!isTidy(change.text, most)) refuse('The text is too long or is not well-formed text.');
  return { ...sections, [change.section]: change.text };
}

function checkDisplayName(name: unknown): string {
  const isLine =
    isTidy(name, PROFILE_LIMITS.displayNameChars) && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
  if (!isLine || name.trim() === '') refuse('A display name is one line of 1 to 128 characters.');
  return name.trim();
}
