import { request } from 'node:http';
import { decode, encode } from '../../src/shared/wire.ts';
import type { ServedHome } from './served-home.ts';
import { PASSWORD, utf8 } from './vault-fixture.ts';

/** The terminal that the requests come from unless they say otherwise. */
export const A = 'a'.repeat(64);
export const B = 'b'.repeat(64);
export const BYTES = 'application/octet-stream';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
  /** By the port; else by the owner's socket. */
  readonly tcp?: boolean;
}

/** Requests to a served vault, as they go over the wire. */
export class OwnerSocket {
  readonly served: ServedHome;
  ticket = '';

  constructor(served: ServedHome) {
    this.served = served;
  }

  async ask(method: string, path: string, options: Sent = {}): Promise<Answer> {
    const { headers = {}, body, tcp = false } = options;
    const { url, socket } = this.served.announced;
    const place = tcp
      ? { host: '127.0.0.1', port: Number(new URL(url ?? '').port) }
      : { socketPath: socket };
    const all = {
      ...(tcp ? {} : { Host: 'localhost' }),
      ...(body === undefined ? {} : { 'Content-Length': String(body.length) }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const sent = request({ method, path, ...place, headers: all, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const { statusCode: status = 0, headers: got } = answer;
          resolve({ status, headers: got, body: Buffer.concat(chunks) });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** A ticket for a terminal; with `open` the vault is open afterwards. */
  async ticketFor(terminal: string | null, open = false, password = PASSWORD): Promise<string> {
    const { status, body } = await this.ask('POST', '/v1/owner/unlock', {
      headers: { 'Content-Type': BYTES },
      body: encode({ password: utf8(password), terminal, open }),
    });
    if (status !== 200) throw new Error(`no ticket: ${status}`);
    const { result } = decode(body) as { result: { ticket: Uint8Array } };
    return Buffer.from(result.ticket).toString('base64url');
  }

  withTicket(text: string = this.ticket, terminal: string = A): Record<string, string> {
    return { Authorization: `Ticket ${text}`, 'X-Strongroom-Terminal': terminal };
  }

  async call(name: string, message: unknown, headers = this.withTicket()): Promise<Answer> {
    return this.ask('POST', `/v1/owner/call/${name}`, {
      headers: { 'Content-Type': BYTES, ...headers },
      body: encode(message),
    });
  }

  /** The owner's JSON, as a program of his asks for it. */
  async json(method: string, path: string, value?: unknown) {
    const type = value === undefined ? {} : { 'Content-Type': 'application/json' };
    const answer = await this.ask(method, path, {
      headers: { ...type, ...this.withTicket() },
      ...(value === undefined ? {} : { body: Buffer.from(JSON.stringify(value)) }),
    });
    const text = answer.body.toString('utf8');
    const json = text === '' ? null : (JSON.parse(text) as Record<string, string>);
    return { ...answer, json };
  }
}
