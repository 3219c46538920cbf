import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenSecret, SecretRef } from '../../core/call.ts';
import {
  byRefQuery,
  fieldPath,
  plainValue,
  secret,
  secretField,
  secretList,
  secretPath,
  totp,
} from '../../shared/http/secrets.ts';
import { isUuid } from '../../shared/ids.ts';
import { jsonBytes, type JsonTree } from '../../shared/json-bytes.ts';
import { parseReference } from '../../shared/reference.ts';
import { DEFAULT_FIELD } from '../../shared/secret.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { clientOf, type Call, type GatewayApp } from '../route.ts';
import type { RoutePorts } from '../route-ports.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const PLAIN_TYPE = 'text/plain; charset=utf-8';

const FIELD_REPLIES = {
  200: {
    description: 'The value: in JSON, or alone if `Accept` asks for text/plain and not for JSON',
    content: {
      'application/json': { schema: secretField },
      'text/plain': { schema: plainValue },
    },
  },
};

/** The secrets that a client was granted. Their values are bytes from the vault to the socket, never a string. */
export function secretsRoutes(app: GatewayApp, ports: RoutePorts): void {
  const { access } = ports.vault;
  app.route({
    method: 'GET',
    url: '/v1/secrets',
    config: { door: 'client' },
    schema: { summary: 'What I was granted, without values', response: { 200: secretList } },
    handler: async ({ call }) => {
      const granted = await access.listSecrets(clientOf(call), call.context);
      return {
        secrets: granted.map(({ id, name, kind, environment, modes, expiresInSeconds }) => ({
          ...{ id, name, kind, environment, modes: [...modes] },
          expires_in: expiresInSeconds,
        })),
      };
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/secrets/:name',
    config: { door: 'client' },
    schema: { summary: 'A secret', params: secretPath, response: { 200: secret } },
    handler: async ({ call, params }, reply) => {
      await open(ports, call, params.name, reply, (opened) => ({
        type: JSON_TYPE,
        bytes: jsonBytes(secretTree(opened)),
      }));
    },
  });
  app.route({
    method: 'GET',
    url: '/v1/secrets/:name/fields/:field',
    config: { door: 'client' },
    schema: { summary: 'A field of a secret', params: fieldPath, response: FIELD_REPLIES },
    handler: async ({ call, params, headers }, reply) => {
      const plain = wantsPlain(headers);
      await open(ports, call, params.name, reply, (opened) =>
        fieldAnswer(opened, params.field, plain),
      );
    },
  });
  byReference(app, ports);
  app.route({
    method: 'GET',
    url: '/v1/secrets/:name/totp',
    config: { door: 'client' },
    schema: { summary: 'The TOTP code of the moment', params: secretPath, response: { 200: totp } },
    handler: async ({ call, params }) => {
      const made = await access.totp(clientOf(call), refOf(params.name), call.context);
      return {
        code: made.code,
        period_seconds: made.periodSeconds,
        remaining_seconds: made.remainingSeconds,
      };
    },
  });
}

function byReference(app: GatewayApp, ports: RoutePorts): void {
  app.route({
    method: 'GET',
    url: '/v1/secrets/by-ref',
    config: { door: 'client' },
    schema: {
      summary: 'The field that a reference names',
      querystring: byRefQuery,
      response: FIELD_REPLIES,
    },
    handler: async ({ call, query, headers }, reply) => {
      const reference = parseReference(query.ref);
      if (reference === null) {
        throw new VaultError('invalid_input', {
          hint: 'A reference looks like strongroom://NAME/FIELD.',
        });
      }
      const plain = wantsPlain(headers);
      await open(ports, call, reference.name, reply, (opened) =>
        fieldAnswer(opened, reference.field, plain),
      );
    },
  });
}

/** A name, or the id of a secret whose name cannot stand in a path. */
function refOf(name: string): SecretRef {
  return isUuid(name) ? { id: name } : { name };
}

interface Answer {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Opens a secret and sends what `make` makes of it, while the vault still guards the buffers. */
async function open(
  { vault, answers }: RoutePorts,
  call: Call,
  name: string,
  reply: FastifyReply,
  make: (secret: OpenSecret) => Answer,
): Promise<void> {
  await vault.access.withSecret(
    clientOf(call),
    refOf(name),
    (opened) => {
      const { type, bytes } = make(opened);
      reply.hijack();
      answers.send(reply.raw, type, bytes);
    },
    call.context,
  );
}

function secretTree({ name, kind, version, fields }: OpenSecret): JsonTree {
  const encoded = fields.filter(({ encoding }) => encoding !== undefined);
  return {
    ...{ name, kind, version },
    fields: new Map(fields.map((field) => [field.name, field.value])),
    ...(encoded.length === 0
      ? {}
      : { encodings: new Map(encoded.map((field) => [field.name, 'base64'])) }),
  };
}

/** The named field; without a name `value`, or the only one. */
function fieldAnswer(opened: OpenSecret, wanted: string | null, plain: boolean): Answer {
  const { name, fields } = opened;
  const [only] = fields.length === 1 ? fields : [];
  const fieldName = wanted ?? only?.name ?? DEFAULT_FIELD;
  const field = fields.find((candidate) => candidate.name === fieldName);
  if (field === undefined) throw new VaultError('not_found');
  if (plain) return { type: PLAIN_TYPE, bytes: copyOf(field.value) };
  const { value, encoding } = field;
  const tree = { name, field: field.name, value, ...(encoding === undefined ? {} : { encoding }) };
  return { type: JSON_TYPE, bytes: jsonBytes(tree) };
}

function copyOf(value: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new ArrayBuffer(value.length));
  copy.set(value);
  return copy;
}

/** text/plain is asked for, and JSON is not named beside it. */
function wantsPlain({ accept = '' }: FastifyRequest['headers']): boolean {
  const types = accept.split(',').map((part) => (part.split(';')[0] ?? '').trim().toLowerCase());
  return types.includes('text/plain') && !types.includes('application/json');
}
