import type { Command } from 'commander';
import { OWNER } from '../../shared/conversation.ts';
import type { Act } from '../act.ts';
import { partyId } from '../chat-party.ts';
import type { Deps } from '../deps.ts';
import { findChat, parseChat } from '../find-chat.ts';
import type { Unlocked } from '../unlocked.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

interface Input {
  readonly client: string | null;
  readonly chat: string | null;
  readonly yes: boolean;
}

export function configure(command: Command, act: Act): void {
  const clear = command
    .command('clear')
    .description('Empty the preferences that were learned, and a chat if it is named.')
    .option('--client <client>', 'of a client; else your own, or of whose the chat is')
    .option('--conversation <chat>', 'remove the turns of this chat as well')
    .option('--yes', 'do not ask');
  clear.action(
    ({ client, conversation, yes }: { client?: string; conversation?: string; yes?: true }) =>
      act(clear, (deps) =>
        run(
          {
            client: client ?? null,
            chat: conversation === undefined ? null : parseChat(conversation),
            yes: yes ?? false,
          },
          deps,
        ),
      ),
  );
}

async function run(input: Input, deps: Deps): Promise<number | undefined> {
  const { io, output } = deps;
  if (!input.yes && !io.canAsk) throw invalidInput('No terminal to ask at; --yes removes it.');
  const cleared = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const wanted = await findWanted(input, unlocked);
    const question = `Remove what was learned${input.chat === null ? '' : ' and the turns of the chat'}, for good?`;
    if (!input.yes && !(await io.confirm(question))) return null;
    return vault.memory.clear(OWNER, wanted, context);
  });
  if (output.json) await output.document({ cleared: cleared !== null, ...cleared });
  else if (cleared === null) output.notice({ code: 'kept', text: 'Nothing was removed.' });
  else {
    const turns = input.chat === null ? '' : ` and ${String(cleared.turns)} turns`;
    output.notice({ code: 'removed', text: `Removed the preferences${turns}.` });
  }
  return cleared === null ? 1 : undefined;
}

/** A chat's preferences are those of whose it is. */
async function findWanted(
  { client, chat }: Input,
  unlocked: Unlocked,
): Promise<{ readonly client: string; readonly conversationId?: string }> {
  const { vault, context } = unlocked;
  const named = client === null ? null : await partyId(client, unlocked);
  if (chat === null) return { client: named ?? OWNER };
  const id = await findChat(chat, unlocked);
  const { clientId } = await vault.conversations.get(OWNER, { id }, context);
  const whose = clientId ?? OWNER;
  if (named !== null && named !== whose) {
    throw invalidInput('The chat belongs to somebody else than --client.');
  }
  return { client: whose, conversationId: id };
}
