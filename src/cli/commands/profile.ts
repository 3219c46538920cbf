import type { Command } from 'commander';
import { OWNER } from '../../shared/conversation.ts';
import {
  PROFILE_LIMITS,
  PROFILE_SECTIONS,
  type ProfileChange,
  type ProfileSection,
  type ProfileView,
} from '../../shared/profile.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import { profileJson } from '../../shared/http/conversation-views.ts';
import { partyOption } from '../chat-party.ts';
import type { Deps } from '../deps.ts';
import { refuseSharedInput } from '../read-password.ts';
import { showText, textLines, writeNewFile } from '../show-text.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

/** Any text of a section in UTF-8. */
const TEXT_BYTES = 4 * PROFILE_LIMITS.preferencesChars;

export function configure(command: Command, act: Act): void {
  const verb = (usage: string, summary: string): Command =>
    command
      .command(usage)
      .description(summary)
      .option('--client <client>', 'of a client; else your own');
  const show = verb('show', 'Show a profile.');
  show.action(({ client }: { client?: string }) => act(show, (deps) => runShow(client, deps)));
  const set = verb(
    'set <section>',
    'Write a section anew: identity (the display name), about or preferences; the text is typed, or comes on standard input.',
  );
  set.action((section: string, { client }: { client?: string }) =>
    act(set, (deps) => runSet({ section: parseSection(section), client }, deps)),
  );
  const leave = verb('export', 'Write a profile as Markdown.').option(
    '-o, --output <path>',
    'into a new file, not to standard output',
  );
  leave.action(({ client, output }: { client?: string; output?: string }) =>
    act(leave, (deps) => runExport({ client, file: output ?? null }, deps)),
  );
}

function parseSection(text: string): ProfileSection {
  const section = PROFILE_SECTIONS.find((known) => known === text);
  if (section === undefined) {
    throw invalidInput(`The section is one of ${PROFILE_SECTIONS.join(', ')}.`);
  }
  return section;
}

async function runShow(client: string | undefined, deps: Deps): Promise<undefined> {
  const view = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    return vault.profiles.get(OWNER, await partyOption(client, unlocked), context);
  });
  await deps.output.result(profileJson(view), toLines(view, deps));
  return undefined;
}

function toLines(
  { identity, about, preferences, version, updatedAt }: ProfileView,
  { io }: Deps,
): readonly string[] {
  const { id, externalId, displayName, registeredAt } = identity;
  return [
    `id: ${id}`,
    ...(externalId === null ? [] : [`external id: ${externalId}`]),
    `display name: ${displayName}`,
    `registered: ${registeredAt}`,
    `updated: ${updatedAt} (version ${String(version)})`,
    ...(about === '' ? [] : ['', 'About:', ...textLines(about, io)]),
    ...(preferences === '' ? [] : ['', 'Preferences:', ...textLines(preferences, io)]),
  ];
}

async function runSet(
  { section, client }: { readonly section: ProfileSection; readonly client: string | undefined },
  deps: Deps,
): Promise<undefined> {
  const { io, output } = deps;
  if (!io.stdinIsTerminal) refuseSharedInput([deps.passwordFile, '-']);
  const piped = io.stdinIsTerminal ? null : textOf(await io.readStdin(TEXT_BYTES));
  const view = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const whose = await partyOption(client, unlocked);
    const text = piped ?? textOf(await io.readVisible(PROMPTS[section], TEXT_BYTES));
    const change = changeOf(section, text);
    return vault.profiles.update(OWNER, { ...whose, change }, context);
  });
  if (output.json) await output.document(profileJson(view));
  else output.notice({ code: 'updated', text: `Written, version ${String(view.version)}.` });
  return undefined;
}

const PROMPTS: Readonly<Record<ProfileSection, string>> = {
  identity: 'Display name: ',
  about: 'About: ',
  preferences: 'Preferences: ',
};

/** Without a display name the client's own name stands again. */
function changeOf(section: ProfileSection, text: string): ProfileChange {
  if (section !== 'identity') return { section, text };
  return { section, displayName: text === '' ? null : text };
}

function textOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.replace(/\r?\n$/, '');
  } catch {
    throw new VaultError('value_not_text');
  }
}

async function runExport(
  { client, file }: { readonly client: string | undefined; readonly file: string | null },
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const text = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    return vault.profiles.export(OWNER, await partyOption(client, unlocked), context);
  });
  const bytes = new TextEncoder().encode(text);
  if (file !== null) {
    await writeNewFile(file, bytes);
    if (output.json) await output.document({ format: 'md', file, bytes: bytes.length });
    else output.notice({ code: 'written', text: `Written: ${String(bytes.length)} bytes.` });
  } else if (output.json) await output.document({ format: 'md', text });
  else await showText(bytes, deps);
  return undefined;
}
