import type { Command } from 'commander';
import { OWNER, type ConversationDocument } from '../../shared/conversation.ts';
import type { Act } from '../act.ts';
import { partyId } from '../chat-party.ts';
import type { Deps } from '../deps.ts';
import { findChat, parseChat } from '../find-chat.ts';
import { readSource } from '../read-bytes.ts';
import { refuseSharedInput } from '../read-password.ts';
import { showText, writeNewFile } from '../show-text.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

/** Forms in which a chat leaves the vault. */
export const CHAT_FORMATS = ['md', 'json'] as const;
type Format = (typeof CHAT_FORMATS)[number];

const LARGEST_BYTES = 64 * 1024 * 1024;

export function configureFiles(verb: (usage: string, summary: string) => Command, act: Act): void {
  const leave = verb('export <chat>', 'Write a chat as Markdown, or as JSON that can come back.')
    .option('--format <word>', 'md or json', 'md')
    .option('-o, --output <path>', 'into a new file, not to standard output');
  leave.action((chat: string, options: { format: string; output?: string }) =>
    act(leave, (deps) =>
      runExport(
        {
          chat: parseChat(chat),
          format: parseFormat(options.format),
          file: options.output ?? null,
        },
        deps,
      ),
    ),
  );
  const enter = verb('import <path>', 'Take a chat in that was exported as JSON.').option(
    '--client <client>',
    'for a client; else it is yours',
    OWNER,
  );
  enter.action((path: string, { client }: { client: string }) =>
    act(enter, (deps) => runImport({ path, client }, deps)),
  );
}

function parseFormat(text: string): Format {
  const format = CHAT_FORMATS.find((known) => known === text);
  if (format === undefined) throw invalidInput(`The format is ${CHAT_FORMATS.join(' or ')}.`);
  return format;
}

async function runExport(
  input: { readonly chat: string; readonly format: Format; readonly file: string | null },
  deps: Deps,
): Promise<undefined> {
  const { format, file } = input;
  const { id, bytes } = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const found = await findChat(input.chat, unlocked);
    return {
      id: found,
      bytes: await vault.conversations.export(OWNER, { id: found, format }, context),
    };
  });
  try {
    await hand(bytes, { id, format, file }, deps);
  } finally {
    bytes.fill(0);
  }
  return undefined;
}

async function hand(
  bytes: Uint8Array,
  {
    id,
    format,
    file,
  }: { readonly id: string; readonly format: Format; readonly file: string | null },
  deps: Deps,
): Promise<void> {
  const { output } = deps;
  if (file !== null) {
    await writeNewFile(file, bytes);
    if (output.json) await output.document({ id, format, file, bytes: bytes.length });
    else output.notice({ code: 'written', text: `Written: ${String(bytes.length)} bytes.` });
  } else if (output.json && format === 'md') {
    await output.document({ id, format, text: new TextDecoder().decode(bytes) });
  } else await showText(bytes, deps);
}

async function runImport(
  input: { readonly path: string; readonly client: string },
  deps: Deps,
): Promise<undefined> {
  refuseSharedInput([deps.passwordFile, input.path]);
  const { bytes } = await readSource(input.path, LARGEST_BYTES);
  const document = parseDocument(bytes);
  const { id, turns } = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const client = await partyId(input.client, unlocked);
    return vault.conversations.import(OWNER, { document, client }, context);
  });
  await deps.output.result({ id, turns }, [id]);
  return undefined;
}

/** Core looks at what is in it; that it is a document at all is looked at here. */
function parseDocument(bytes: Uint8Array): ConversationDocument {
  try {
    const document: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(document) && isObject(document['conversation'])) {
      const { turns } = document;
      if (Array.isArray(turns) && turns.every(isObject)) return document as never;
    }
  } catch {
    // Said below, without a word of what stands in the file.
  } finally {
    bytes.fill(0);
  }
  throw invalidInput('That is not an exported chat.');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
