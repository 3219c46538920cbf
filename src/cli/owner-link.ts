import { connect } from 'node:net';
import type { CallContext, OpenSecret, Purpose, SecretSelector } from '../core/call.ts';
import {
  callPath,
  OPEN_CALL,
  OWNER_CALLS,
  type OwnerCall,
  type OwnerVault,
} from '../gateway/owner/calls.ts';
import type { OwnerStatus, OwnerUnlock, OwnerUnlocked } from '../gateway/owner/ports.ts';
import type { Pause } from '../shared/client.ts';
import { isErrorCode } from '../shared/errors.ts';
import { AuthenticationError, VaultError } from '../shared/vault-error.ts';
import { decode, encode, hasBytes, wipeBytesIn } from '../shared/wire.ts';
import { refusalOf } from './gateway-client.ts';
import { bodyOf, joined, readHead } from './http-answer.ts';

/** Whoever owns the vault and is well answers at once. */
const STATUS_TIMEOUT_MS = 2000;
/** A new vault key seals everything again, and a log of years is proved line by line. */
const CALL_TIMEOUT_MS = 30 * 60_000;
const BYTES = 'application/octet-stream';

/** What a call carries beside its body. */
interface CallHead {
  readonly context: CallContext;
  readonly ticket?: Uint8Array | null;
  readonly terminal?: string | null;
  readonly timeoutMs?: number;
}

/** A terminal and the ticket it was given. */
export interface TicketHolder {
  readonly ticket: Uint8Array;
  readonly terminal: string | null;
}

/** The process that owns the vault, as the command line reaches it: over the socket, all in bytes. */
export class OwnerLink {
  readonly #socket: string;

  constructor(socket: string) {
    this.#socket = socket;
  }

  /** Null if nobody listens there any more. @throws VaultError `vault_unreachable` if somebody does not answer. */
  async status(context: CallContext): Promise<OwnerStatus | null> {
    try {
      const head = { context, timeoutMs: STATUS_TIMEOUT_MS };
      return (await this.#ask('/v1/owner/status', null, head)) as OwnerStatus;
    } catch (thrown) {
      if (isNobody(thrown)) return null;
      throw thrown;
    }
  }

  /** Proves the password, and with `open` opens the vault. The ticket is the caller's to wipe. */
  async unlock(
    { password, open, clientsUntilMs }: OwnerUnlock,
    terminal: string | null,
    context: CallContext,
  ): Promise<OwnerUnlocked> {
    const message = { password, terminal, open, clients_until_ms: clientsUntilMs };
    return (await this.#ask('/v1/owner/unlock', message, { context })) as OwnerUnlocked;
  }

  /** Locks the vault at once; needs no ticket. */
  async lock(context: CallContext): Promise<void> {
    await this.#ask('/v1/owner/lock', null, { context });
  }

  /** Holds all clients, or one by its id; needs no ticket. */
  async pause(client: { readonly id: string } | null, context: CallContext): Promise<Pause> {
    return (await this.#ask('/v1/owner/pause', { client }, { context })) as Pause;
  }

  /** Gives a ticket back. */
  async leave({ ticket, terminal }: TicketHolder, context: CallContext): Promise<void> {
    await this.#ask('/v1/owner/leave', null, { context, ticket, terminal });
  }

  /** Whether a ticket is good. */
  async admits({ ticket, terminal }: TicketHolder, context: CallContext): Promise<boolean> {
    try {
      await this.#ask(callPath('vault.status'), {}, { context, ticket, terminal });
      return true;
    } catch (thrown) {
      if (thrown instanceof VaultError && thrown.code === 'unauthorized') return false;
      throw thrown;
    }
  }

  /** The vault behind it, for whoever holds a ticket. Verbs that take no context go under the one given here. */
  vault(holder: TicketHolder, context: CallContext): OwnerVault {
    const { ticket, terminal } = holder;
    const call: Call = async (name, message, own) => {
      try {
        return await this.#ask(callPath(name), message, { context: own, ticket, terminal });
      } catch (thrown) {
        // The ticket was good when the command began.
        const isShut = thrown instanceof VaultError && thrown.code === 'unauthorized';
        throw isShut ? lockedMeanwhile(thrown) : thrown;
      }
    };
    return remoteVault(call, context);
  }

  async #ask(path: string, message: Message | null, head: CallHead): Promise<unknown> {
    const body = message === null ? null : bodyOfMessage(message);
    const request = requestBytes(path, body, head);
    body?.fill(0);
    let answer: Uint8Array = new Uint8Array(0);
    try {
      answer = await exchange(this.#socket, request, head.timeoutMs ?? CALL_TIMEOUT_MS);
      return resultOf(answer);
    } finally {
      request.fill(0);
      answer.fill(0);
    }
  }
}

function lockedMeanwhile(cause: VaultError): VaultError {
  const { correlationId } = cause;
  return new AuthenticationError('locked', {
    cause,
    ...(correlationId === undefined ? {} : { correlationId }),
  });
}

type Message = Readonly<Record<string, unknown>>;

type Call = (
  name: OwnerCall | typeof OPEN_CALL,
  message: Message,
  context: CallContext,
) => Promise<unknown>;

/** Every verb of the table as a function that asks for it. */
function remoteVault(call: Call, command: CallContext): OwnerVault {
  const groups: Record<string, Record<string, unknown>> = { vault: {} };
  for (const [name, takes] of Object.entries(OWNER_CALLS) as [OwnerCall, string][]) {
    const [group, verb] = name.split('.') as [string, string];
    const verbs = (groups[group] ??= {});
    if (takes === 'a secret opened') {
      verbs[verb] = opener(call);
      continue;
    }
    verbs[verb] = async (...args: unknown[]) => {
      // On the other side it is the owner who asks, whatever is said here.
      if (takes.startsWith('owner')) args.shift();
      const input = takes.includes('input') ? args.shift() : undefined;
      return call(name, { input }, (args[0] as CallContext | undefined) ?? command);
    };
  }
  const { vault, ...rest } = groups;
  return { ...vault, ...rest } as unknown as OwnerVault;
}

type Opener = OwnerVault['secrets']['withSecret'];

/** The fields of a secret for as long as the function runs; here no lock takes them away in between. */
function opener(call: Call): Opener {
  return async (selector: SecretSelector, purpose: Purpose, use, context) => {
    const secret = (await call(OPEN_CALL, { input: selector, purpose }, context)) as Omit<
      OpenSecret,
      'signal'
    >;
    try {
      return await use({ ...secret, signal: new AbortController().signal });
    } finally {
      wipeBytesIn(secret);
    }
  };
}

/**
 * Node's parser of HTTP reads into one buffer of 64 KiB and never wipes it: the end of the last request stays there, a
 * password say, after every lock. Zeroes that follow what is secret overwrite it.
 */
const PARSER_BYTES = 64 * 1024;
const ZEROES_BYTES = 2 * PARSER_BYTES;

function bodyOfMessage(message: Message): Uint8Array {
  const body = encode(message);
  if (!hasBytes(body)) return body;
  const padded = encode({ ...message, zeroes: new Uint8Array(ZEROES_BYTES) });
  body.fill(0);
  return padded;
}

function requestBytes(path: string, body: Uint8Array | null, head: CallHead): Uint8Array {
  const { context, ticket = null, terminal = null } = head;
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: close',
    `X-Correlation-Id: ${context.correlationId}`,
    ...(terminal === null ? [] : [`X-Strongroom-Terminal: ${terminal}`]),
    ...(ticket === null
      ? []
      : [`Authorization: Ticket ${Buffer.from(ticket).toString('base64url')}`]),
    ...(body === null ? [] : [`Content-Type: ${BYTES}`, `Content-Length: ${body.length}`]),
  ];
  const text = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return joined(body === null ? [text] : [text, body]);
}

/** The whole answer, head and body. @throws VaultError `vault_unreachable`. */
async function exchange(path: string, request: Uint8Array, timeoutMs: number): Promise<Uint8Array> {
  const socket = connect({ path });
  const chunks: Uint8Array[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (cause: Error): void => {
        reject(new VaultError('vault_unreachable', { cause }));
      };
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('end', resolve);
      socket.on('error', fail);
      socket.on('close', () => {
        fail(new Error('the connection was cut'));
      });
      socket.setTimeout(timeoutMs, () => {
        fail(new Error('no answer in time'));
      });
      socket.write(request);
    });
    return joined(chunks);
  } finally {
    socket.destroy();
    for (const chunk of chunks) chunk.fill(0);
  }
}

function resultOf(answer: Uint8Array): unknown {
  let body: Uint8Array | null = null;
  try {
    const head = readHead(answer);
    body = head === null ? null : bodyOf(answer, head, true);
    if (head === null || body === null) throw new VaultError('vault_unreachable');
    const { status, headers } = head;
    if (!(headers.get('content-type') ?? '').startsWith(BYTES)) {
      throw refusalOf({ status, headers, body });
    }
    const message = decode(body) as { readonly result?: unknown; readonly error?: RemoteError };
    if (message.error !== undefined) throw errorOf(message.error);
    return message.result;
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    throw new VaultError('vault_unreachable', { cause: thrown });
  } finally {
    body?.fill(0);
  }
}

interface RemoteError {
  readonly code: string;
  readonly hint?: string;
  readonly retryAfterMs?: number;
  readonly correlationId?: string;
}

function errorOf({ code, ...details }: RemoteError): VaultError {
  return new VaultError(isErrorCode(code) ? code : 'internal', details);
}

const NOBODY: readonly unknown[] = ['ENOENT', 'ECONNREFUSED'];

function isNobody(thrown: unknown): boolean {
  const cause: unknown = thrown instanceof VaultError ? thrown.cause : null;
  return cause instanceof Error && 'code' in cause && NOBODY.includes(cause.code);
}
