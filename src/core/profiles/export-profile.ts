import type { ProfileView } from '../../shared/profile.ts';
import type { CallContext } from '../call.ts';
import type { Party, WhoseInput } from '../conversation-api.ts';
import type { Archive } from '../conversations/archive.ts';
import { subjectName } from '../conversations/open-conversations.ts';
import { viewProfile } from './profile-record.ts';
import { profileFor } from './use-profile.ts';

/** A profile as Markdown. The line in the log comes before. @throws VaultError `not_found`, `not_granted`. */
export function exportProfile(
  archive: Archive,
  party: Party,
  input: WhoseInput,
  context: CallContext,
): Promise<string> {
  const { core } = archive;
  const event = 'profile.export';
  return core.unlocked({ event }, context, (session) => {
    const profile = profileFor(archive, session, party, input, 'read');
    const ref = { client: subjectName(profile.row.client_id) };
    core.audit.write({ event, ref, outcome: 'ok' }, context);
    return profileMarkdown(viewProfile(core.store, session.keys, profile));
  });
}

/** The Markdown form of a profile. */
export function profileMarkdown({ identity, about, preferences }: ProfileView): string {
  const { id, externalId, displayName, registeredAt } = identity;
  return [
    '# User Profile',
    '',
    '## Identity',
    '',
    `- ID: ${id}`,
    `- Login: ${externalId ?? '-'}`,
    `- Display Name: ${displayName}`,
    `- Registered: ${registeredAt.slice(0, 10)} ${registeredAt.slice(11, 19)}`,
    '',
    '## About',
    '',
    ...section(about),
    '## Preferences',
    '',
    ...section(preferences),
  ]
    .join('\n')
    .replace(/\n*$/, '\n');
}

function section(text: string): readonly string[] {
  return text === '' ? [] : [text.replace(/\n+$/, ''), ''];
}
