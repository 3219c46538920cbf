import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VaultApi } from '../../../../src/core/api.ts';
import type { Retention } from '../../../../src/shared/conversation.ts';
import { ends, newClient, say, talk } from '../../../support/talk.ts';
import {
  call,
  PASSWORD,
  removeHomes,
  unlockedVault,
  utf8,
} from '../../../support/vault-fixture.ts';

let vault: VaultApi;
beforeAll(async () => {
  ({ vault } = await unlockedVault());
});
afterAll(async () => {
  await vault.close();
  removeHomes();
});

const turn = { role: 'user', content: 'x' } as const;

describe('what an append remembers of its client', () => {
  it('ends with the client, in the midst of a conversation', async () => {
    const client = await newClient(vault, 'leaving');
    const id = await talk(vault, client, ['one', 'two']);
    await say(vault, client, id, turn);
    await vault.clients.remove({ id: client.clientId }, call());
    expect(await ends(say(vault, client, id, turn))).toBe('not_found');
  });

  it('is another one’s for no other client', async () => {
    const [one, two] = [await newClient(vault, 'first'), await newClient(vault, 'second')];
    const [ofOne, ofTwo] = [await talk(vault, one, ['x', 'y']), await talk(vault, two, ['x', 'y'])];
    expect(await ends(say(vault, two, ofOne, turn))).toBe('not_found');
    expect(await ends(say(vault, one, ofTwo, turn))).toBe('not_found');
    expect(await ends(say(vault, one, ofOne, turn))).toBe('ok');
  });

  it('follows the retention from one turn to the next, and through a lock', async () => {
    const client = await newClient(vault, 'kept');
    const id = await talk(vault, client, ['one']);
    const keeps = async (): Promise<boolean> =>
      (await vault.conversations.append(client, { conversationId: id, ...turn }, call())) !== null;
    const choose = (keep: Retention): Promise<void> =>
      vault.conversations.setRetention({ client: client.clientId, keep }, call());
    expect(await keeps()).toBe(true);
    await choose('off');
    expect(await keeps()).toBe(false);
    await vault.lock('owner', call());
    await vault.unlock({ password: utf8(PASSWORD) }, call());
    expect(await keeps()).toBe(false);
    await choose(7);
    expect(await keeps()).toBe(true);
    await choose('forever');
    expect(await keeps()).toBe(true);
  });
});
