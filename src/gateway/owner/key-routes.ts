import type { FastifyReply } from 'fastify';
import type { NewKey } from '../../shared/client.ts';
import { nothing } from '../../shared/http/schema-parts.ts';
import {
  clientPath,
  keyList,
  keyPath,
  madeKey,
  newKey,
  rotation,
} from '../../shared/http/owner.ts';
import { clientsQuery } from '../../shared/http/owner.ts';
import { keyJson } from '../../shared/http/owner-views.ts';
import { jsonBytes } from '../../shared/json-bytes.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { GatewayApp } from '../route.ts';
import type { OwnerRoutePorts } from './route-ports.ts';

/** Keys of clients, for the owner's own programs. */
export function keyRoutes(app: GatewayApp, ports: OwnerRoutePorts): void {
  const { owner } = ports;
  const { keys } = ports.vault;
  app.route({
    ...owner,
    method: 'POST',
    url: '/v1/clients/:id/keys',
    schema: {
      summary: 'Make a key; it is told once',
      params: clientPath,
      body: newKey,
      response: { 201: madeKey },
    },
    handler: async ({ call, params, body: { lifetime_seconds: lifetime, ...rest } }, reply) => {
      const input = { ...rest, ...(lifetime === undefined ? {} : { lifetimeSeconds: lifetime }) };
      return tell(ports, reply, await keys.create({ client: params, ...input }, call.context));
    },
  });
  app.route({
    ...owner,
    method: 'GET',
    url: '/v1/clients/:id/keys',
    schema: {
      summary: 'The keys of a client',
      params: clientPath,
      querystring: clientsQuery,
      response: { 200: keyList },
    },
    handler: async ({ call, params, query }) => {
      const found = await keys.list({ client: params, ...query }, call.context);
      return { keys: found.map(keyJson) };
    },
  });
  keyEndRoutes(app, ports);
}

function keyEndRoutes(app: GatewayApp, ports: OwnerRoutePorts): void {
  const { owner } = ports;
  const { keys } = ports.vault;
  app.route({
    ...owner,
    method: 'POST',
    url: '/v1/clients/:id/rotate-key',
    schema: {
      summary: 'Replace a key; the new one is told once',
      params: clientPath,
      body: rotation,
      response: { 201: madeKey },
    },
    handler: async ({ call, params, body }, reply) => {
      const { key_id: wanted, overlap_seconds: overlap } = body;
      const active = await keys.list({ client: params }, call.context);
      const [found, ...more] = active.filter(({ id }) => wanted === undefined || id === wanted);
      if (found === undefined) throw new VaultError('not_found');
      if (more.length > 0) {
        throw new VaultError('invalid_input', {
          hint: 'The client has more than one key: name it in key_id.',
        });
      }
      const input = {
        id: found.id,
        ...(overlap === undefined ? {} : { overlapSeconds: overlap }),
      };
      return tell(ports, reply, await keys.rotate(input, call.context));
    },
  });
  app.route({
    ...owner,
    method: 'DELETE',
    url: '/v1/keys/:id',
    schema: { summary: 'End a key at once', params: keyPath, response: { 204: nothing } },
    handler: async ({ call, params }, reply) => {
      await keys.revoke(params, call.context);
      return reply.code(204).send(null);
    },
  });
}

/** The key is in this answer and nowhere else. */
function tell({ answers }: OwnerRoutePorts, reply: FastifyReply, made: NewKey): FastifyReply {
  reply.hijack();
  try {
    const bytes = jsonBytes({ ...keyJson(made.summary), key: made.key });
    answers.send(reply.raw, 'application/json; charset=utf-8', bytes, 201);
  } finally {
    made.key.fill(0);
  }
  return reply;
}
