import { fastify, type FastifyError } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { VaultError } from '../shared/vault-error.ts';
import type { FrontDoor } from './front-door.ts';
import { readBytes, readJson } from './read-body.ts';
import { BODY_LIMIT_BYTES, type Call, type GatewayApp } from './route.ts';
import { templateOf, type RouteTable } from './route-table.ts';

/**
 * The app behind the guards: reads bodies, checks schemas, runs routes. It writes no log, makes up no header and answers
 * no error by itself. Each route that is registered becomes a row of `table`.
 */
export function buildApp(door: FrontDoor, table: RouteTable): GatewayApp {
  const app = fastify({
    logger: false,
    requestIdHeader: false,
    genReqId: () => '',
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // The longest name has 128 characters, of which each may be twelve in an address.
    routerOptions: { maxParamLength: 2048 },
    frameworkErrors: (error, request, reply) => {
      reply.hijack();
      door.fail(request.raw, reply.raw, errorOf(error, false));
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    readJson(app.getDefaultJsonParser('error', 'error')),
  );
  app.addContentTypeParser('application/octet-stream', readBytes);
  fillTable(app, table);
  app.decorateRequest('call', null as unknown as Call);
  app.addHook('onRequest', (request, _reply, done) => {
    request.call = door.callOf(request.raw);
    done();
  });
  app.addHook('preHandler', (request, _reply, done) => {
    request.call.begun = true;
    done();
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    reply.hijack();
    door.fail(request.raw, reply.raw, errorOf(error, request.call.begun));
  });
  app.setNotFoundHandler((request, reply) => {
    reply.hijack();
    door.fail(request.raw, reply.raw, new VaultError('not_found'));
  });
  return app;
}

function fillTable(app: GatewayApp, table: RouteTable): void {
  app.addHook('onRoute', ({ url, method, schema, bodyLimit, config }) => {
    const door = config?.door;
    if (door === undefined) throw new TypeError(`${url} names no door`);
    const takesBody = schema?.body !== undefined || config?.bodyType !== undefined;
    for (const one of [method].flat()) {
      table.add({
        template: templateOf(url),
        method: one,
        door,
        body: takesBody ? (config?.bodyType ?? 'application/json') : null,
        bodyLimitBytes: bodyLimit ?? BODY_LIMIT_BYTES,
        takesQuery: schema?.querystring !== undefined,
      });
    }
  });
}

/** What Fastify refuses before the verb begins is the request's fault; whatever is thrown later is ours. */
function errorOf(error: FastifyError, begun: boolean): unknown {
  const status = error instanceof VaultError ? undefined : error.statusCode;
  if (begun || status === undefined || status < 400 || status >= 500) return error;
  if (status === 413) return new VaultError('too_large', { hint: 'The body is too large.' });
  if (status === 415) return new VaultError('unsupported_media');
  return new VaultError('invalid_input', {
    hint: 'The request does not fit what /openapi.json says of this route.',
  });
}
