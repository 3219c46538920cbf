import type { Command } from 'commander';
import {
  CONVERSATION_LIMITS,
  NEW_CHAT,
  OWNER,
  RETENTION_DAYS_MAX,
  type ConversationView,
  type Retention,
} from '../../shared/conversation.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import { conversationJson } from '../../shared/http/conversation-views.ts';
import { partyId, partyNames, partyOption } from '../chat-party.ts';
import { parseClient } from '../client-input.ts';
import type { Deps } from '../deps.ts';
import { escapeText } from '../escape-text.ts';
import { findChat, parseChat } from '../find-chat.ts';
import { keepText } from '../keep-text.ts';
import { damageNotices } from '../notices.ts';
import { parseInteger } from '../parse-input.ts';
import { parseLimit, takePages } from '../take-pages.ts';
import type { Unlocked } from '../unlocked.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';
import { configureFiles } from './chat-files.ts';
import { configureSearch } from './chat-search.ts';
import { configureShow } from './chat-show.ts';

/** Commands of a chat, in the order of the overview. */
export function configure(command: Command, act: Act): void {
  const verb = (usage: string, summary: string): Command =>
    command.command(usage).description(summary);
  const begin = verb('new [title]', 'Begin a chat.').option('--client <client>', 'for a client');
  begin.action((title: string | undefined, { client }: { client?: string }) =>
    act(begin, (deps) => runNew({ title: title ?? NEW_CHAT, client: client ?? null }, deps)),
  );
  const ls = verb('ls', 'List the chats, what was last spoken in first.')
    .option('--client <client>', 'only those of a client, or owner for your own')
    .option('--limit <n>', 'so many', String(CONVERSATION_LIMITS.pageSize));
  ls.action(({ client, limit }: { client?: string; limit: string }) =>
    act(ls, (deps) => list({ client, limit: parseLimit(limit) }, deps)),
  );
  configureShow(verb('show <chat>', 'Show what was asked and answered.'), act);
  const rename = verb('rename <chat> <title>', 'Give a chat another title.');
  rename.action((chat: string, title: string) =>
    act(rename, (deps) => runRename({ chat: parseChat(chat), title }, deps)),
  );
  for (const [word, summary] of REMOVING) {
    const each = verb(`${word} <chat>`, summary).option('--yes', 'do not ask');
    each.action((chat: string, { yes }: { yes?: true }) =>
      act(each, (deps) => runRemoving(word, { chat: parseChat(chat), yes: yes ?? false }, deps)),
    );
  }
  const assign = verb('assign <chat> <client>', 'Give a chat to a client, or to owner: you.');
  assign.action((chat: string, client: string) =>
    act(assign, (deps) => runAssign({ chat: parseChat(chat), client }, deps)),
  );
  configureSearch(verb('search <query...>', 'Look for words and "phrases" in chats.'), act);
  configureFiles(verb, act);
  const keep = verb('keep <client> [how]', 'Say for how long chats are kept: DAYS, forever, off.');
  keep.action((client: string, how: string | undefined) =>
    act(keep, (deps) =>
      runKeep({ client, keep: how === undefined ? null : parseRetention(how) }, deps),
    ),
  );
}

const REMOVING = [
  ['reset', 'Remove the turns of a chat; its id and title stay.'],
  ['rm', 'Remove a chat with its turns.'],
] as const;

function parseRetention(text: string): Retention {
  if (text === 'forever' || text === 'off') return text;
  const rule = `Chats are kept for 1 to ${String(RETENTION_DAYS_MAX)} days, forever or off.`;
  return parseInteger(text, { min: 1, max: RETENTION_DAYS_MAX, rule });
}

async function runNew(
  { title, client }: { readonly title: string; readonly client: string | null },
  deps: Deps,
): Promise<undefined> {
  const made = await withVault(deps, async ({ vault, context }) => {
    const { conversations, clients } = vault;
    // Looked up first, so that nothing is left with the owner if there is no such client.
    const isFor =
      client === null || client === OWNER ? null : await clients.get(parseClient(client), context);
    if (isFor?.status === 'deleted') throw new VaultError('not_found');
    const chat = await conversations.create(OWNER, { title }, context);
    if (isFor === null) return chat;
    return conversations.assign(OWNER, { id: chat.id, client: isFor.id }, context);
  });
  await deps.output.result(conversationJson(made), [made.id]);
  return undefined;
}

async function list(
  { client, limit }: { readonly client: string | undefined; readonly limit: number },
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const { chats, nameOf } = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const whose = await partyOption(client, unlocked);
    return {
      nameOf: await partyNames(unlocked),
      chats: await takePages({ wanted: limit, longest: CONVERSATION_LIMITS.longestPage }, (part) =>
        vault.conversations.list(OWNER, { ...whose, ...part }, context),
      ),
    };
  });
  const { items, damaged, more } = chats;
  if (output.json) await output.document(items.map(conversationJson));
  else {
    await output.table(
      ['ID', 'TITLE', 'CLIENT', 'TURNS', 'UPDATED'],
      items.map((chat) => [
        chat.id,
        chat.title,
        nameOf(chat.clientId),
        String(chat.turnCount),
        chat.updatedAt,
      ]),
    );
  }
  for (const notice of damageNotices(damaged.map((id) => ({ id })))) output.notice(notice);
  if (more) output.notice({ code: 'more', text: 'There are more; --limit shows them.' });
  return undefined;
}

async function runRename(
  { chat, title }: { readonly chat: string; readonly title: string },
  deps: Deps,
): Promise<undefined> {
  const renamed = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const id = await findChat(chat, unlocked);
    return vault.conversations.rename(OWNER, { id, title }, context);
  });
  await deps.output.result(conversationJson(renamed), [renamed.id]);
  return undefined;
}

async function runAssign(
  input: { readonly chat: string; readonly client: string },
  deps: Deps,
): Promise<undefined> {
  const assigned = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const id = await findChat(input.chat, unlocked);
    const client = await partyId(input.client, unlocked);
    return vault.conversations.assign(OWNER, { id, client }, context);
  });
  await deps.output.result(conversationJson(assigned), [assigned.id]);
  return undefined;
}

async function runRemoving(
  word: 'reset' | 'rm',
  { chat, yes }: { readonly chat: string; readonly yes: boolean },
  deps: Deps,
): Promise<number | undefined> {
  const { io, output } = deps;
  if (!yes && !io.canAsk) throw invalidInput('No terminal to ask at; --yes removes it.');
  const removed = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const id = await findChat(chat, unlocked);
    if (!yes && !(await io.confirm(escapeText(await questionFor(word, id, unlocked))))) return null;
    const { conversations } = vault;
    const { turns } = await (word === 'reset'
      ? conversations.reset(OWNER, { id }, context)
      : conversations.remove(OWNER, { id }, context));
    return { id, turns };
  });
  if (output.json) await output.document({ removed: removed !== null, ...removed });
  else if (removed === null) output.notice({ code: 'kept', text: 'Nothing was removed.' });
  else output.notice({ code: 'removed', text: `Removed ${countOf(removed.turns)}.` });
  return removed === null ? 1 : undefined;
}

async function questionFor(
  word: 'reset' | 'rm',
  id: string,
  { vault, context }: Unlocked,
): Promise<string> {
  const { title, turnCount }: ConversationView = await vault.conversations.get(
    OWNER,
    { id },
    context,
  );
  const what = word === 'reset' ? `${countOf(turnCount)} of` : `with ${countOf(turnCount)}`;
  return word === 'reset'
    ? `Remove ${what} “${title}”, for good?`
    : `Remove “${title}” ${what}, for good?`;
}

function countOf(turns: number): string {
  return turns === 1 ? '1 turn' : `${String(turns)} turns`;
}

async function runKeep(
  input: { readonly client: string; readonly keep: Retention | null },
  deps: Deps,
): Promise<undefined> {
  const { client, keep } = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const id = await partyId(input.client, unlocked);
    if (input.keep !== null) {
      await vault.conversations.setRetention({ client: id, keep: input.keep }, context);
    }
    return { client: id, keep: await vault.conversations.retention({ client: id }, context) };
  });
  const { output } = deps;
  await output.result({ client_id: client === OWNER ? null : client, keep }, [keepText(keep)]);
  if (input.keep !== null && keep !== 'forever') {
    const what = keep === 'off' ? 'What is there' : 'What is older';
    const text = `${what} is removed within a minute, while the vault is served and open.`;
    output.notice({ code: 'retention', text });
  }
  return undefined;
}
