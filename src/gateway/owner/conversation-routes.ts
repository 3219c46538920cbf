import { OWNER } from '../../shared/conversation.ts';
import { conversationJson } from '../../shared/http/conversation-views.ts';
import {
  assignment,
  conversation,
  conversationPath,
  retention,
  retentionQuery,
  retentionValue,
} from '../../shared/http/conversations.ts';
import type { PartyDoor } from '../party-door.ts';
import type { GatewayApp } from '../route.ts';
import { conversationRoutes } from '../routes/conversations.ts';
import { memoryRoute } from '../routes/memory.ts';
import { profileRoutes } from '../routes/profile.ts';
import { searchRoute } from '../routes/search.ts';
import { turnRoutes } from '../routes/turns.ts';
import type { OwnerRoutePorts } from './route-ports.ts';

/** What clients have of their own conversations the owner has of everybody's, and the moving and keeping of them. */
export function ownerConversationRoutes(app: GatewayApp, ports: OwnerRoutePorts): void {
  const { vault, answers, owner } = ports;
  const prefix = '/v1/owner';
  const door: PartyDoor = { vault, answers, prefix, route: owner, partyOf: () => OWNER };
  conversationRoutes(app, door);
  turnRoutes(app, door);
  searchRoute(app, door);
  memoryRoute(app, door);
  profileRoutes(app, door);
  app.route({
    ...owner,
    method: 'POST',
    url: `${prefix}/conversations/:id/assign`,
    schema: {
      summary: 'Give a conversation to a client or the owner',
      params: conversationPath,
      body: assignment,
      response: { 200: conversation },
    },
    handler: async ({ call, params, body }) => {
      const input = { ...params, client: body.client_id };
      return conversationJson(await vault.conversations.assign(OWNER, input, call.context));
    },
  });
  retentionRoutes(app, ports);
}

function retentionRoutes(app: GatewayApp, { vault, owner }: OwnerRoutePorts): void {
  const { conversations } = vault;
  const url = '/v1/owner/retention';
  app.route({
    ...owner,
    method: 'GET',
    url,
    schema: {
      summary: 'For how long turns are kept',
      querystring: retentionQuery,
      response: { 200: retention },
    },
    handler: async ({ call, query }) => ({
      ...query,
      keep: await conversations.retention(query, call.context),
    }),
  });
  app.route({
    ...owner,
    method: 'PUT',
    url,
    schema: {
      summary: 'Choose for how long turns are kept; what is older goes',
      querystring: retentionQuery,
      body: retentionValue,
      response: { 200: retention },
    },
    handler: async ({ call, query, body }) => {
      await conversations.setRetention({ ...query, ...body }, call.context);
      return { ...query, ...body };
    },
  });
}
