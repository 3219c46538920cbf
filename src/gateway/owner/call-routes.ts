import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallContext } from '../../core/call.ts';
import { isUuid } from '../../shared/ids.ts';
import type { GatewayApp } from '../route.ts';
import type { OwnerAnswer, OwnerDoors } from './owner-doors.ts';

/** The header in which a terminal names itself. */
export const TERMINAL_HEADER = 'x-strongroom-terminal';

/** A hundred thousand sessions of an older store come in one import. */
const CALL_LIMIT_BYTES = 64 * 1024 * 1024;
/** A password, and the zeroes that a client sends after it. */
const SMALL_LIMIT_BYTES = 256 * 1024;
/** RFC 9562 §4.2: where a UUID's version stands. */
const VERSION_AT = 14;
const BYTES = 'application/octet-stream';

/**
 * The owner's doors on the socket, for the command line: bodies and answers in the form of `shared/wire.ts`. The audit
 * lines and the answer have the correlation id that the command has already.
 */
export function registerCallRoutes(app: GatewayApp, doors: OwnerDoors): void {
  const socket = { config: { door: 'socket' as const }, onRequest: useOwnContext };
  const withBytes = { ...socket, config: { ...socket.config, bodyType: BYTES } as const };
  app.post(
    '/v1/owner/status',
    { ...socket, schema: { summary: 'How the vault stands' } },
    async (request, reply) => send(doors, reply, await doors.status(request.call.context)),
  );
  app.post(
    '/v1/owner/lock',
    { ...socket, schema: { summary: 'Lock the vault' } },
    async (request, reply) => send(doors, reply, await doors.lock(request.call.context)),
  );
  app.post(
    '/v1/owner/leave',
    { ...socket, schema: { summary: 'Give a ticket back' } },
    async (request, reply) =>
      send(doors, reply, await doors.leave(request.call.ticket, request.call.context)),
  );
  app.post(
    '/v1/owner/unlock',
    {
      ...withBytes,
      schema: { summary: 'Prove the password, and open the vault' },
      bodyLimit: SMALL_LIMIT_BYTES,
    },
    (request, reply) =>
      withBody(doors, request, reply, (body) => doors.unlock(body, request.call.context)),
  );
  app.post(
    '/v1/owner/pause',
    { ...withBytes, schema: { summary: 'Hold clients' }, bodyLimit: SMALL_LIMIT_BYTES },
    (request, reply) =>
      withBody(doors, request, reply, (body) => doors.pause(body, request.call.context)),
  );
  app.post<{ Params: { verb: string } }>(
    '/v1/owner/call/:verb',
    {
      config: { door: 'owner', bodyType: BYTES },
      bodyLimit: CALL_LIMIT_BYTES,
      schema: { summary: 'A verb of the owner' },
      onRequest: [useOwnContext, needTicket(doors)],
    },
    (request, reply) =>
      withBody(doors, request, reply, (body) =>
        doors.call(request.params.verb, body, request.call.context),
      ),
  );
}

/** For a route of the owner's: a ticket of this terminal, before the body is read. */
export function needTicket(doors: OwnerDoors): (request: FastifyRequest) => Promise<void> {
  return async ({ call, headers }) => {
    const terminal = headers[TERMINAL_HEADER];
    doors.admit(call.ticket, typeof terminal === 'string' ? terminal : null);
  };
}

/** The actor of the owner's routes, under the command's own correlation id if it has one. */
export async function useOwnContext(
  { call, headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const given = headers['x-correlation-id'];
  const isOwn = typeof given === 'string' && isUuid(given) && given[VERSION_AT] === '4';
  const own = isOwn ? given : call.context.correlationId;
  const context: CallContext = { correlationId: own, actor: 'cli' };
  call.context = context;
  reply.raw.setHeader('X-Correlation-Id', own);
}

async function withBody(
  doors: OwnerDoors,
  { body }: FastifyRequest,
  reply: FastifyReply,
  act: (body: Uint8Array) => Promise<OwnerAnswer>,
): Promise<void> {
  const bytes = body instanceof Uint8Array ? body : new Uint8Array(0);
  try {
    send(doors, reply, await act(bytes));
  } finally {
    bytes.fill(0);
  }
}

/** The bytes are wiped when they have left, when there is nobody to take them, and at a lock. */
function send(doors: OwnerDoors, reply: FastifyReply, { status, body }: OwnerAnswer): void {
  reply.hijack();
  doors.answers.send(reply.raw, BYTES, body, status);
}
