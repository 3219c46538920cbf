import type { ClientPatch, ClientSummary } from '../../shared/client.ts';
import {
  byKey,
  client,
  clientList,
  clientPatch,
  clientPath,
  clientsQuery,
  keyOwner,
  newClient,
  removedClient,
} from '../../shared/http/owner.ts';
import { clientJson, keyJson } from '../../shared/http/owner-views.ts';
import type { GatewayApp } from '../route.ts';
import type { OwnerRoutePorts } from './route-ports.ts';

/** Clients, for the owner's own programs: the socket only, with a ticket. */
export function clientRoutes(app: GatewayApp, ports: OwnerRoutePorts): void {
  const { clients } = ports.vault;
  const { owner } = ports;
  app.route({
    ...owner,
    method: 'POST',
    url: '/v1/clients',
    schema: { summary: 'Let a client in', body: newClient, response: { 201: client } },
    handler: async ({ call, body: { name, ...body } }, reply) => {
      const { id } = await clients.add({ name, ...patchOf(body) }, call.context);
      return reply.code(201).send(clientJson(await clients.get({ id }, call.context)));
    },
  });
  app.route({
    ...owner,
    method: 'GET',
    url: '/v1/clients',
    schema: { summary: 'All clients', querystring: clientsQuery, response: { 200: clientList } },
    handler: async ({ call, query }) => {
      const found = await clients.list(query, call.context);
      return {
        clients: found.clients.map(clientJson),
        damaged: found.damaged.map(({ id, createdAt }) => ({ id, created_at: createdAt })),
      };
    },
  });
  app.route({
    ...owner,
    method: 'POST',
    url: '/v1/clients/by-key',
    schema: { summary: 'Whose key this is', body: byKey, response: { 200: keyOwner } },
    handler: async ({ call, body }) => {
      const hash = Buffer.from(body.hash, 'hex');
      const found = await ports.vault.keys.findByHash({ hash }, call.context);
      const whose = await clients.get({ id: found.clientId }, call.context);
      return { client: clientJson(whose), key: keyJson(found) };
    },
  });
  oneClient(app, ports);
}

function oneClient(app: GatewayApp, { vault, owner }: OwnerRoutePorts): void {
  const { clients } = vault;
  const url = '/v1/clients/:id';
  app.route({
    ...owner,
    method: 'GET',
    url,
    schema: { summary: 'A client', params: clientPath, response: { 200: client } },
    handler: async ({ call, params }) => clientJson(await clients.get(params, call.context)),
  });
  app.route({
    ...owner,
    method: 'PATCH',
    url,
    schema: {
      summary: 'Change a client, suspend it or let it in again',
      params: clientPath,
      body: clientPatch,
      response: { 200: client },
    },
    handler: async ({ call, params, body: { name, status, ...rest } }) => {
      const patch = { ...patchOf(rest), ...(name === undefined ? {} : { newName: name }) };
      if (Object.keys(patch).length > 0) {
        await clients.update({ ref: params, patch }, call.context);
      }
      if (status === 'suspended') await clients.suspend(params, call.context);
      if (status === 'active') await clients.resume(params, call.context);
      const now: ClientSummary = await clients.get(params, call.context);
      return clientJson(now);
    },
  });
  app.route({
    ...owner,
    method: 'DELETE',
    url,
    schema: {
      summary: 'Remove a client: its keys end, its grants go',
      params: clientPath,
      response: { 200: removedClient },
    },
    handler: async ({ call, params }) => clients.remove(params, call.context),
  });
}

interface ProfileBody {
  readonly external_id?: string | null;
  readonly email?: string | null;
  readonly description?: string | null;
  readonly metadata?: Readonly<Record<string, string | null>>;
  readonly plan?: string;
}

function patchOf({ external_id: externalId, ...rest }: ProfileBody): Omit<ClientPatch, 'newName'> {
  return { ...rest, ...(externalId === undefined ? {} : { externalId }) };
}
