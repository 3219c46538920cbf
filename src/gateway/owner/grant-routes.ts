import type { VaultApi } from '../../core/api.ts';
import type { CallContext } from '../../core/call.ts';
import type { AddGrantInput } from '../../core/client-api.ts';
import { nothing } from '../../shared/http/schema-parts.ts';
import {
  grantList,
  grantPath,
  grantsQuery,
  madeGrant,
  newGrant,
  type NewGrant,
} from '../../shared/http/owner.ts';
import { grantJson } from '../../shared/http/owner-views.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { GatewayApp } from '../route.ts';
import type { OwnerRoutePorts } from './route-ports.ts';

/** Grants, for the owner's own programs. */
export function grantRoutes(app: GatewayApp, { vault, owner }: OwnerRoutePorts): void {
  const { grants } = vault;
  app.route({
    ...owner,
    method: 'POST',
    url: '/v1/grants',
    schema: {
      summary: 'Let a client use a secret, or its own profile',
      body: newGrant,
      response: { 201: madeGrant },
    },
    handler: async ({ call, body }, reply) => {
      const made =
        body.object === 'profile'
          ? await allowProfile(vault, body, call.context)
          : await grants.add(secretGrant(body), call.context);
      return reply.code(201).send(made);
    },
  });
  app.route({
    ...owner,
    method: 'GET',
    url: '/v1/grants',
    schema: { summary: 'Grants', querystring: grantsQuery, response: { 200: grantList } },
    handler: async ({ call, query }) => {
      const { client_id: id, secret } = query;
      const filter = {
        ...(id === undefined ? {} : { client: { id } }),
        ...(secret === undefined ? {} : { secret: { name: secret } }),
      };
      return { grants: (await grants.list(filter, call.context)).map(grantJson) };
    },
  });
  app.route({
    ...owner,
    method: 'DELETE',
    url: '/v1/grants/:id',
    schema: { summary: 'Take a grant back', params: grantPath, response: { 204: nothing } },
    handler: async ({ call, params }, reply) => {
      await grants.remove(params, call.context);
      return reply.code(204).send(null);
    },
  });
}

function secretGrant(body: NewGrant): AddGrantInput {
  const { client_id: id, secret, secret_id: secretId, mode, rules, limits = {} } = body;
  const { expires_at: expiresAt } = body;
  const { per_minute: perMinute, per_hour: perHour, per_day: perDay } = limits;
  if (mode === 'write') refuse('A secret is granted to read, inject or sign.');
  return {
    client: { id },
    secret: secretOf(secret, secretId),
    mode,
    ...(rules === undefined ? {} : { rules }),
    limits: {
      ...(perMinute === undefined ? {} : { perMinute }),
      ...(perHour === undefined ? {} : { perHour }),
      ...(perDay === undefined ? {} : { perDay }),
    },
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

/** One that is there already is not made again. */
async function allowProfile(
  { profiles, grants }: VaultApi,
  { client_id: client, object: _, mode, ...rest }: NewGrant,
  context: CallContext,
): Promise<{ readonly id: string }> {
  if (mode !== 'read' && mode !== 'write') refuse('A profile is read or written.');
  if (Object.keys(rest).length > 0) refuse('A grant over a profile has a mode and nothing else.');
  await profiles.allow({ client, mode, allowed: true }, context);
  const all = await grants.list({ client: { id: client } }, context);
  const made = all.find((grant) => grant.objectKind === 'profile' && grant.mode === mode);
  if (made === undefined) throw new VaultError('not_found');
  return { id: made.id };
}

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

function secretOf(name: string | undefined, id: string | undefined): AddGrantInput['secret'] {
  if (name !== undefined && id === undefined) return { name };
  if (id !== undefined && name === undefined) return { id };
  return refuse('Name the secret, by secret or by secret_id.');
}
