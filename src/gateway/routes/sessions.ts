import type { SessionPatch, SessionView } from '../../shared/access.ts';
import { nothing } from '../../shared/http/schema-parts.ts';
import {
  newSession,
  session,
  sessionList,
  sessionPatch,
  sessionPath,
  sessionsQuery,
} from '../../shared/http/sessions.ts';
import { clientOf, type GatewayApp } from '../route.ts';
import type { RoutePorts } from '../route-ports.ts';

/** A client's own sessions. */
export function sessionsRoutes(app: GatewayApp, ports: RoutePorts): void {
  const { sessions } = ports.vault.access;
  app.route({
    method: 'POST',
    url: '/v1/sessions',
    config: { door: 'client' },
    schema: { summary: 'Begin a session', body: newSession, response: { 201: session } },
    handler: async ({ call, body }, reply) => {
      const { conversation_id: conversationId, ...rest } = body;
      const input = { ...rest, ...(conversationId === undefined ? {} : { conversationId }) };
      const made = await sessions.create(clientOf(call), input, call.context);
      return reply.code(201).send(shown(made));
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/sessions',
    config: { door: 'client' },
    schema: {
      summary: 'My sessions',
      querystring: sessionsQuery,
      response: { 200: sessionList },
    },
    handler: async ({ call, query }) => {
      const found = await sessions.list(clientOf(call), query, call.context);
      return { sessions: found.map(shown) };
    },
  });
  oneSession(app, ports);
}

function oneSession(app: GatewayApp, { vault }: RoutePorts): void {
  const { sessions } = vault.access;
  const url = '/v1/sessions/:id';
  app.route({
    method: 'GET',
    url,
    config: { door: 'client' },
    schema: { summary: 'A session', params: sessionPath, response: { 200: session } },
    handler: async ({ call, params }) =>
      shown(await sessions.get(clientOf(call), params, call.context)),
  });
  app.route({
    method: 'PATCH',
    url,
    config: { door: 'client' },
    schema: {
      summary: 'Change a session, and keep it alive',
      params: sessionPath,
      body: sessionPatch,
      response: { 200: session },
    },
    handler: async ({ call, params, body }) => {
      const patch: SessionPatch = body;
      return shown(await sessions.update(clientOf(call), { ...params, patch }, call.context));
    },
  });
  app.route({
    method: 'DELETE',
    url,
    config: { door: 'client' },
    schema: { summary: 'Close a session', params: sessionPath, response: { 204: nothing } },
    handler: async ({ call, params }, reply) => {
      await sessions.close(clientOf(call), params, call.context);
      return reply.code(204).send(null);
    },
  });
}

function shown(view: SessionView): {
  id: string;
  conversation_id: string | null;
  profile: string | null;
  status: SessionView['status'];
  created_at: string;
  expires_at: string;
  last_activity_at: string;
  turn_count: number;
  metadata: Record<string, string>;
} {
  return {
    id: view.id,
    conversation_id: view.conversationId,
    profile: view.profile,
    status: view.status,
    created_at: view.createdAt,
    expires_at: view.expiresAt,
    last_activity_at: view.lastActivityAt,
    turn_count: view.turnCount,
    metadata: { ...view.metadata },
  };
}
