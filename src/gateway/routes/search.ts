import { searchJson } from '../../shared/http/conversation-views.ts';
import { searchReply, searchRequest } from '../../shared/http/search.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { PartyDoor } from '../party-door.ts';
import type { GatewayApp } from '../route.ts';

/** Looking for words in the turns of whoever asks. */
export function searchRoute(app: GatewayApp, door: PartyDoor): void {
  app.route({
    ...door.route,
    method: 'POST',
    url: `${door.prefix}/search`,
    schema: {
      summary: 'Look for words and phrases',
      body: searchRequest,
      response: { 200: searchReply },
    },
    handler: async ({ call, body }) => {
      const { conversation_id: conversationId, filters, scope = 'all', ...rest } = body;
      if (scope === 'current' && conversationId === undefined) {
        throw new VaultError('invalid_input', {
          hint: 'The scope current needs a conversation_id.',
        });
      }
      const input = {
        ...rest,
        ...filters,
        scope,
        ...(conversationId === undefined ? {} : { conversationId }),
      };
      return searchJson(await door.vault.search.search(door.partyOf(call), input, call.context));
    },
  });
}
