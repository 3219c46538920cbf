import type { Command } from 'commander';
import {
  CONVERSATION_LIMITS,
  OWNER,
  type ConversationView,
  type TurnView,
} from '../../shared/conversation.ts';
import type { Act } from '../act.ts';
import { conversationJson, turnJson } from '../../shared/http/conversation-views.ts';
import { partyNames } from '../chat-party.ts';
import type { Deps } from '../deps.ts';
import { findChat, parseChat } from '../find-chat.ts';
import { damageNotices } from '../notices.ts';
import { textLines } from '../show-text.ts';
import { parseLimit, takePages } from '../take-pages.ts';
import { withVault } from '../with-vault.ts';

export function configureShow(show: Command, act: Act): void {
  show.option('--limit <n>', 'the newest n turns', String(CONVERSATION_LIMITS.pageSize));
  show.action((chat: string, { limit }: { limit: string }) =>
    act(show, (deps) => run({ chat: parseChat(chat), limit: parseLimit(limit) }, deps)),
  );
}

async function run(
  { chat, limit }: { readonly chat: string; readonly limit: number },
  deps: Deps,
): Promise<undefined> {
  const { output } = deps;
  const { view, turns, nameOf } = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const id = await findChat(chat, unlocked);
    return {
      view: await vault.conversations.get(OWNER, { id }, context),
      nameOf: await partyNames(unlocked),
      turns: await takePages({ wanted: limit, longest: CONVERSATION_LIMITS.longestPage }, (part) =>
        vault.conversations.turns(OWNER, { id, newestFirst: true, ...part }, context),
      ),
    };
  });
  const inOrder = turns.items.toReversed();
  if (output.json)
    await output.document({ ...conversationJson(view), turns: inOrder.map(turnJson) });
  else {
    await output.lines([
      ...headOf(view, nameOf(view.clientId)),
      ...inOrder.flatMap((turn) => turnLines(turn, deps)),
    ]);
  }
  for (const notice of damageNotices(turns.damaged.map((id) => ({ id })))) output.notice(notice);
  if (turns.more) {
    output.notice({ code: 'more', text: 'There are earlier turns; --limit shows more.' });
  }
  return undefined;
}

function headOf(view: ConversationView, client: string): readonly string[] {
  const { id, title, agent, turnCount, createdAt, updatedAt } = view;
  const facts: readonly (readonly [string, string | null])[] = [
    ['id', id],
    ['title', title],
    ['client', client],
    ['agent', agent],
    ['turns', String(turnCount)],
    ['created', createdAt],
    ['updated', updatedAt],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
}

function turnLines(turn: TurnView, { io }: Deps): readonly string[] {
  const { actor, agent, role, model, status, toolCalls, createdAt, sequence } = turn;
  const speaker = actor ?? (role === 'assistant' ? agent : null) ?? role;
  const calls = toolCalls.length === 0 ? null : `tool calls: ${String(toolCalls.length)}`;
  const remarks = [model, status === 'complete' ? null : status, calls].filter(
    (remark) => remark !== null,
  );
  const said = remarks.length === 0 ? '' : ` (${remarks.join(', ')})`;
  const at = `${createdAt.slice(0, 10)} ${createdAt.slice(11, 19)}`;
  return ['', `#${String(sequence)} [${at}] ${speaker}${said}`, ...textLines(turn.content, io)];
}
