import { CONVERSATION_LIMITS, OWNER } from '../shared/conversation.ts';
import { isUuid } from '../shared/ids.ts';
import { VaultError } from '../shared/vault-error.ts';
import type { Unlocked } from './unlocked.ts';
import { invalidInput } from './usage-error.ts';

const PREFIX = 'con_';
const BEGINNING = /^[0-9a-f][0-9a-f-]{7,35}$/;

/** The part of a chat's id that was given: all of it, or its first 8 characters or more; `con_` may be left out. */
export function parseChat(text: string): string {
  const lower = text.toLowerCase();
  const given = lower.startsWith(PREFIX) ? lower.slice(PREFIX.length) : lower;
  if (BEGINNING.test(given)) return given;
  throw invalidInput('A chat is named by its id, or by the first 8 characters of it or more.');
}

/** The id of the one chat whose id begins so. @throws VaultError `not_found`, `invalid_input` if there are several. */
export async function findChat(given: string, { vault, context }: Unlocked): Promise<string> {
  if (isUuid(given)) return PREFIX + given;
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const input = { cursor, limit: CONVERSATION_LIMITS.longestPage };
    const page = await vault.conversations.list(OWNER, input, context);
    const ids = [...page.items.map(({ id }) => id), ...page.damaged];
    found.push(...ids.filter((id) => id.startsWith(PREFIX + given)));
    cursor = page.next;
  } while (cursor !== null);
  const [id, other] = found;
  if (other !== undefined) throw invalidInput('Several chats begin so: give more of the id.');
  if (id !== undefined) return id;
  throw new VaultError('not_found', { hint: '`strongroom chat ls` lists the chats.' });
}
