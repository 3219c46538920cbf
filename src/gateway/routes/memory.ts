import { clearedMemory, memoryClear } from '../../shared/http/conversations.ts';
import type { PartyDoor } from '../party-door.ts';
import type { GatewayApp } from '../route.ts';

/** Forgetting what was learned. */
export function memoryRoute(app: GatewayApp, door: PartyDoor): void {
  app.route({
    ...door.route,
    method: 'POST',
    url: `${door.prefix}/memory/clear`,
    schema: {
      summary: 'Forget the preferences that were learned, and the turns of a conversation',
      body: memoryClear,
      response: { 200: clearedMemory },
    },
    handler: async ({ call, body: { conversation_id: conversationId, ...whose } }) => {
      const input = { ...whose, ...(conversationId === undefined ? {} : { conversationId }) };
      return door.vault.memory.clear(door.partyOf(call), input, call.context);
    },
  });
}
