import { OWNER } from '../shared/conversation.ts';
import { parseClient } from './client-input.ts';
import type { Unlocked } from './unlocked.ts';

/** Whose chats: `owner`, or the id of a client that is named by its name or its id. */
export async function partyId(text: string, { vault, context }: Unlocked): Promise<string> {
  return text === OWNER ? OWNER : (await vault.clients.get(parseClient(text), context)).id;
}

/** As `partyId`, for an option that may be left out. */
export async function partyOption(
  text: string | undefined,
  unlocked: Unlocked,
): Promise<{ readonly client?: string }> {
  return text === undefined ? {} : { client: await partyId(text, unlocked) };
}

/** How the owner and the clients are called, those that were removed as well. */
export async function partyNames({
  vault,
  context,
}: Unlocked): Promise<(clientId: string | null) => string> {
  const { clients } = await vault.clients.list({ all: true }, context);
  const names = new Map(clients.map(({ id, name }) => [id, name]));
  return (clientId) => (clientId === null ? OWNER : (names.get(clientId) ?? clientId));
}
