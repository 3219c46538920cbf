import type { Principal } from '../../src/shared/access.ts';
import type { KeptTurn, TurnInput } from '../../src/shared/conversation.ts';
import type { VaultApi } from '../../src/core/api.ts';
import type { Party } from '../../src/core/conversation-api.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { call } from './vault-fixture.ts';

/** A new client as the gateway names it. */
export async function newClient(vault: VaultApi, name: string): Promise<Principal> {
  const { id } = await vault.clients.add({ name }, call());
  return { clientId: id, keyId: null, tokenId: null, expiresAt: null };
}

/** A new conversation of somebody, with these prompts and answers by turns. Returns its id. */
export async function talk(
  vault: VaultApi,
  party: Party,
  texts: readonly string[] = [],
): Promise<string> {
  const { id } = await vault.conversations.create(party, {}, call());
  for (const [i, content] of texts.entries()) {
    await say(vault, party, id, { role: i % 2 === 0 ? 'user' : 'assistant', content });
  }
  return id;
}

/** Says one thing. @throws if nothing of it was kept. */
export async function say(
  vault: VaultApi,
  party: Party,
  conversationId: string,
  turn: TurnInput,
): Promise<KeptTurn> {
  const kept = await vault.conversations.append(party, { conversationId, ...turn }, call());
  if (kept === null) throw new Error('nothing was kept');
  return kept;
}

/** Everything that was said in a conversation, in order. */
export async function said(vault: VaultApi, party: Party, id: string): Promise<readonly string[]> {
  const texts: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof vault.conversations.turns>> =
      await vault.conversations.turns(party, { id, cursor, limit: 7 }, call());
    texts.push(...page.items.map(({ content }) => content));
    cursor = page.next;
  } while (cursor !== null);
  return texts;
}

/** The code with which a call ends, or `ok`. */
export async function ends(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'ok';
  } catch (thrown) {
    return thrown instanceof VaultError ? thrown.code : `foreign: ${String(thrown)}`;
  }
}
