import type { FastifyReply } from 'fastify';
import type { Page, TurnInput, TurnView } from '../../shared/conversation.ts';
import { pageJson, turnJson } from '../../shared/http/conversation-views.ts';
import {
  conversationPath,
  keptMessage,
  MESSAGE_BODY_BYTES,
  newMessage,
  passedMessage,
  turnList,
  turnsOfConversationQuery,
  turnsQuery,
} from '../../shared/http/conversations.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { isIncognito } from '../incognito.ts';
import type { PartyDoor } from '../party-door.ts';
import type { Call, GatewayApp } from '../route.ts';
import { namedSession } from '../touch-session.ts';

/** What was said in conversations: said, and read again. */
export function turnRoutes(app: GatewayApp, door: PartyDoor): void {
  const { conversations } = door.vault;
  app.route({
    ...door.route,
    config: { ...door.route.config, countsTurns: true },
    method: 'POST',
    url: `${door.prefix}/conversations/:id/messages`,
    bodyLimit: MESSAGE_BODY_BYTES,
    schema: {
      summary: 'Say something in a conversation',
      params: conversationPath,
      body: newMessage,
      response: { 201: keptMessage, 200: passedMessage },
    },
    handler: async (request, reply) => {
      const { call, params, body } = request;
      const incognito = isIncognito(request);
      const sessionId = namedSession(request.headers);
      const input = { ...turnOf(body), conversationId: params.id, sessionId, incognito };
      const kept = await conversations.append(door.partyOf(call), input, call.context);
      countWhenAnswered(door, call, reply, { sessionId, turns: kept === null ? 0 : 1 });
      if (kept === null) return reply.code(200).send({ stored: false });
      const { id, sequence, createdAt } = kept;
      const where = { conversation_id: params.id, sequence, created_at: createdAt };
      return reply.code(201).send({ stored: true, id, ...where });
    },
  });
  app.route({
    ...door.route,
    method: 'GET',
    url: `${door.prefix}/conversations/:id/turns`,
    schema: {
      summary: 'The turns of a conversation in order',
      params: conversationPath,
      querystring: turnsOfConversationQuery,
      response: { 200: turnList },
    },
    handler: async ({ call, params, query }) =>
      listed(
        await conversations.turns(
          door.partyOf(call),
          { ...params, ...partOf(query) },
          call.context,
        ),
      ),
  });
  turnsByTime(app, door);
}

function turnsByTime(app: GatewayApp, door: PartyDoor): void {
  const { conversations } = door.vault;
  app.route({
    ...door.route,
    method: 'GET',
    url: `${door.prefix}/turns`,
    schema: {
      summary: 'Turns across conversations and sessions by time, or those of one session',
      querystring: turnsQuery,
      response: { 200: turnList },
    },
    handler: async ({ call, query: { session_id: sessionId, client, ...query } }) => {
      const party = door.partyOf(call);
      const part = partOf(query);
      if (sessionId === undefined) {
        const input = { ...part, ...(client === undefined ? {} : { client }) };
        return listed(await conversations.turnsOfClient(party, input, call.context));
      }
      if (client !== undefined) {
        throw new VaultError('invalid_input', { hint: 'A session has one client already.' });
      }
      const input = { ...part, sessionId };
      return listed(await conversations.turnsOfSession(party, input, call.context));
    },
  });
}

interface Part {
  readonly cursor?: string;
  readonly limit?: number;
}

function partOf({ order, ...part }: Part & { readonly order?: 'asc' | 'desc' }): Part & {
  readonly newestFirst: boolean;
} {
  return { ...part, newestFirst: order === 'desc' };
}

function listed(page: Page<TurnView>): ReturnType<typeof pageJson> & {
  turns: ReturnType<typeof turnJson>[];
} {
  return { turns: page.items.map(turnJson), ...pageJson(page) };
}

type Message = Omit<TurnInput, 'toolCalls' | 'latencyMs'> & {
  readonly tool_calls?: readonly unknown[];
  readonly latency_ms?: number | null;
};

function turnOf({ tool_calls: toolCalls, latency_ms: latencyMs, ...rest }: Message): TurnInput {
  return {
    ...rest,
    ...(toolCalls === undefined ? {} : { toolCalls }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  };
}

/** Every few touches of a session are written at once; the answer does not wait for that. */
function countWhenAnswered(
  { vault }: PartyDoor,
  { principal }: Call,
  { raw }: FastifyReply,
  { sessionId, turns }: { readonly sessionId: string | null; readonly turns: number },
): void {
  if (principal === null || sessionId === null) return;
  raw.once('close', () => {
    try {
      vault.access.sessions.touch(principal, { id: sessionId, turns });
    } catch {
      // The turn is kept and answered; its session or its client has gone since.
    }
  });
}
