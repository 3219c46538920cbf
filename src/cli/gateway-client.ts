import { connect, type Socket } from 'node:net';
import { isErrorCode, type ErrorCode } from '../shared/errors.ts';
import { VaultError } from '../shared/vault-error.ts';
import { bodyOf, readHead, type AnswerHead } from './http-answer.ts';

/** Where a gateway listens: the socket of a data folder, or a loopback address. */
export type GatewayAddress =
  | { readonly socketPath: string; readonly host?: never }
  | { readonly host: string; readonly port: number; readonly socketPath?: never };

export interface GatewayRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query in origin form, encoded. */
  readonly target: string;
  /** A key or a session token; null: none is shown. The caller's to wipe. */
  readonly credential: Uint8Array | null;
  readonly accept?: 'application/json' | 'text/plain';
  readonly json?: unknown;
  readonly timeoutMs?: number;
  /** Default 2 MiB. */
  readonly largestAnswerBytes?: number;
}

export interface GatewayAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** In memory of its own, the caller's to wipe. */
  readonly body: Uint8Array;
}

const TIMEOUT_MS = 10_000;
/** All fields of the largest secret as JSON, and room for its head. */
const LARGEST_ANSWER_BYTES = 2 * 1024 * 1024;
/** What a header can hold; a line break would let a key speak for itself. */
const CREDENTIAL = /^[\x21-\x7e]{1,256}$/;

/**
 * Asks once, on a connection of its own. Key and answer stay bytes: a string would lie in memory until the process ends.
 * @throws VaultError `vault_unreachable` if nobody answers in HTTP, `unauthorized` for what cannot be a key.
 */
export async function askGateway(
  address: GatewayAddress,
  request: GatewayRequest,
): Promise<GatewayAnswer> {
  const bytes = requestBytes(address, request);
  const socket = connect(
    address.socketPath === undefined
      ? { host: address.host, port: address.port }
      : { path: address.socketPath },
  );
  const answer = new IncomingAnswer(request.largestAnswerBytes ?? LARGEST_ANSWER_BYTES);
  try {
    return await new Promise<GatewayAnswer>((resolve, reject) => {
      const fail = (cause: Error): void => {
        reject(
          cause instanceof VaultError ? cause : new VaultError('vault_unreachable', { cause }),
        );
      };
      listen(socket, answer, resolve, fail);
      socket.setTimeout(request.timeoutMs ?? TIMEOUT_MS, () => {
        fail(new Error('no answer in time'));
      });
      socket.write(bytes);
    });
  } finally {
    socket.destroy();
    bytes.fill(0);
    answer.wipe();
  }
}

/** What has come of an answer. */
class IncomingAnswer {
  readonly #largestBytes: number;
  #buffer: Uint8Array = new Uint8Array(0);
  #length = 0;
  #head: AnswerHead | null = null;

  constructor(largestBytes: number) {
    this.#largestBytes = largestBytes;
  }

  /** Takes the chunk over; the whole answer as soon as it is there. */
  add(chunk: Uint8Array): GatewayAnswer | null {
    const length = this.#length + chunk.length;
    if (length <= this.#largestBytes) {
      this.#makeRoom(length);
      this.#buffer.set(chunk, this.#length);
      this.#length = length;
    }
    chunk.fill(0);
    if (length > this.#largestBytes) {
      throw new VaultError('vault_unreachable', {
        hint: 'The answer is larger than this program takes; ask for less at once.',
      });
    }
    return this.#whole(false);
  }

  /** Twice as much each time: a long answer is not copied with every piece that comes. */
  #makeRoom(length: number): void {
    if (length <= this.#buffer.length) return;
    const before = this.#buffer;
    this.#buffer = Buffer.from(new ArrayBuffer(Math.max(length, 2 * before.length)));
    this.#buffer.set(before);
    before.fill(0);
  }

  /** The other side has nothing more to say. */
  end(): GatewayAnswer {
    const answer = this.#whole(true);
    if (answer === null) throw new Error('the answer was cut off');
    return answer;
  }

  wipe(): void {
    this.#buffer.fill(0);
  }

  #whole(ended: boolean): GatewayAnswer | null {
    const received = this.#buffer.subarray(0, this.#length);
    this.#head ??= readHead(received);
    if (this.#head === null) return null;
    const { status, headers } = this.#head;
    const body = bodyOf(received, this.#head, ended);
    return body === null ? null : { status, headers, body };
  }
}

function listen(
  socket: Socket,
  incoming: IncomingAnswer,
  resolve: (answer: GatewayAnswer) => void,
  fail: (cause: Error) => void,
): void {
  const attempt = (step: () => GatewayAnswer | null): void => {
    try {
      const answer = step();
      if (answer !== null) resolve(answer);
    } catch (thrown) {
      fail(thrown as Error);
    }
  };
  socket.on('data', (chunk) => {
    attempt(() => incoming.add(chunk));
  });
  socket.on('end', () => {
    attempt(() => incoming.end());
  });
  socket.on('error', fail);
}

function requestBytes(address: GatewayAddress, request: GatewayRequest): Uint8Array {
  const { method, target, credential, accept = 'application/json', json } = request;
  const body = Buffer.from(json === undefined ? '' : JSON.stringify(json));
  const head = [
    `${method} ${target} HTTP/1.1`,
    `Host: ${hostOf(address)}`,
    `Accept: ${accept}`,
    'Connection: close',
    ...(json === undefined
      ? []
      : ['Content-Type: application/json', `Content-Length: ${body.length}`]),
  ].join('\r\n');
  if (credential === null) return Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
  if (!CREDENTIAL.test(Buffer.from(credential).toString('latin1'))) {
    throw new VaultError('unauthorized');
  }
  const before = Buffer.from(`${head}\r\nAuthorization: Bearer `);
  const after = Buffer.concat([Buffer.from('\r\n\r\n'), body]);
  const bytes = Buffer.from(new ArrayBuffer(before.length + credential.length + after.length));
  bytes.set(before);
  bytes.set(credential, before.length);
  bytes.set(after, before.length + credential.length);
  return bytes;
}

function hostOf(address: GatewayAddress): string {
  if (address.socketPath !== undefined) return 'localhost';
  const { host, port } = address;
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A refusal of the gateway as the error that it stands for; its sentence is ours, not the one that was sent. */
export function refusalOf({ status, headers, body }: GatewayAnswer): VaultError {
  const { code, correlationId } = errorIn(body);
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return new VaultError(code ?? codeOfStatus(status), {
    ...(correlationId === null ? {} : { correlationId }),
    ...(Number.isFinite(seconds) ? { retryAfterMs: seconds * 1000 } : {}),
  });
}

const CORRELATION_ID = /^[0-9a-f-]{36}$/;

function errorIn(body: Uint8Array): { code: ErrorCode | null; correlationId: string | null } {
  try {
    const { error } = JSON.parse(new TextDecoder().decode(body)) as {
      readonly error: { readonly code: string; readonly correlation_id?: string };
    };
    const id = error.correlation_id ?? '';
    return {
      code: isErrorCode(error.code) ? error.code : null,
      correlationId: CORRELATION_ID.test(id) ? id : null,
    };
  } catch {
    return { code: null, correlationId: null };
  }
}

/** Whoever answers without a code is no gateway of ours, or one that is going. */
function codeOfStatus(status: number): ErrorCode {
  const CODES: Readonly<Record<number, ErrorCode>> = {
    401: 'unauthorized',
    403: 'not_granted',
    404: 'not_found',
    423: 'locked',
    429: 'rate_limited',
  };
  return CODES[status] ?? 'vault_unreachable';
}
