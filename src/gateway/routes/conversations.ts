import { conversationJson, pageJson } from '../../shared/http/conversation-views.ts';
import {
  clearedTurns,
  conversation,
  CONVERSATION_BODY_BYTES,
  conversationDocument,
  conversationList,
  conversationMarkdown,
  conversationPatch,
  conversationPath,
  conversationsQuery,
  exportQuery,
  newConversation,
} from '../../shared/http/conversations.ts';
import { nothing } from '../../shared/http/schema-parts.ts';
import { refuseIncognito } from '../incognito.ts';
import { sendDocument, type PartyDoor } from '../party-door.ts';
import type { GatewayApp } from '../route.ts';

/** Conversations of whoever asks. */
export function conversationRoutes(app: GatewayApp, door: PartyDoor): void {
  const { conversations } = door.vault;
  const url = `${door.prefix}/conversations`;
  app.route({
    ...door.route,
    method: 'POST',
    url,
    bodyLimit: CONVERSATION_BODY_BYTES,
    schema: {
      summary: 'Begin a conversation',
      body: newConversation,
      response: { 201: conversation },
    },
    handler: async (request, reply) => {
      refuseIncognito(request);
      const { call, body } = request;
      const made = await conversations.create(door.partyOf(call), body, call.context);
      return reply.code(201).send(conversationJson(made));
    },
  });
  app.route({
    ...door.route,
    method: 'GET',
    url,
    schema: {
      summary: 'Conversations, what was last spoken in first',
      querystring: conversationsQuery,
      response: { 200: conversationList },
    },
    handler: async ({ call, query }) => {
      const found = await conversations.list(door.partyOf(call), query, call.context);
      return { conversations: found.items.map(conversationJson), ...pageJson(found) };
    },
  });
  oneConversation(app, door);
  emptyAndExport(app, door);
}

function oneConversation(app: GatewayApp, door: PartyDoor): void {
  const { conversations } = door.vault;
  const url = `${door.prefix}/conversations/:id`;
  app.route({
    ...door.route,
    method: 'GET',
    url,
    schema: {
      summary: 'A conversation',
      params: conversationPath,
      response: { 200: conversation },
    },
    handler: async ({ call, params }) =>
      conversationJson(await conversations.get(door.partyOf(call), params, call.context)),
  });
  app.route({
    ...door.route,
    method: 'PATCH',
    url,
    schema: {
      summary: 'Give a conversation another title',
      params: conversationPath,
      body: conversationPatch,
      response: { 200: conversation },
    },
    handler: async (request) => {
      refuseIncognito(request);
      const { call, params, body } = request;
      const input = { ...params, ...body };
      return conversationJson(await conversations.rename(door.partyOf(call), input, call.context));
    },
  });
  app.route({
    ...door.route,
    method: 'DELETE',
    url,
    schema: {
      summary: 'Remove a conversation with its turns',
      params: conversationPath,
      response: { 204: nothing },
    },
    handler: async ({ call, params }, reply) => {
      await conversations.remove(door.partyOf(call), params, call.context);
      return reply.code(204).send(null);
    },
  });
}

function emptyAndExport(app: GatewayApp, door: PartyDoor): void {
  const { conversations } = door.vault;
  const url = `${door.prefix}/conversations/:id`;
  app.route({
    ...door.route,
    method: 'POST',
    url: `${url}/reset`,
    schema: {
      summary: 'Take the turns of a conversation away; id and title stay',
      params: conversationPath,
      response: { 200: clearedTurns },
    },
    handler: async ({ call, params }) =>
      conversations.reset(door.partyOf(call), params, call.context),
  });
  app.route({
    ...door.route,
    method: 'GET',
    url: `${url}/export`,
    schema: {
      summary: 'A conversation as a document',
      params: conversationPath,
      querystring: exportQuery,
      response: {
        200: {
          description: 'The document, to be stored under the name in Content-Disposition',
          content: {
            'text/markdown': { schema: conversationMarkdown },
            'application/json': { schema: conversationDocument },
          },
        },
      },
    },
    handler: async ({ call, params, query: { format = 'md' } }, reply) => {
      const input = { ...params, format };
      const bytes = await conversations.export(door.partyOf(call), input, call.context);
      const type = format === 'md' ? 'text/markdown' : 'application/json';
      const name = `${params.id}.${format}`;
      sendDocument(door, reply, { name, type: `${type}; charset=utf-8`, bytes });
    },
  });
}
