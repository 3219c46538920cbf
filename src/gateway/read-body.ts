import type { IncomingMessage } from 'node:http';
import type { FastifyBodyParser, FastifyRequest } from 'fastify';
import { VaultError } from '../shared/vault-error.ts';

type Done = (error: Error | null, body?: unknown) => void;

/**
 * Reads a body of the length that it says into a buffer of its own. What it was read from is zeroed: a password or a
 * value must not stay in a slab of the socket.
 */
function collect(
  payload: IncomingMessage,
  done: (error: Error | null, body: Buffer) => void,
): void {
  const body = Buffer.from(new ArrayBuffer(Number(payload.headers['content-length'] ?? '0')));
  let at = 0;
  payload.on('data', (chunk: Buffer) => {
    at += chunk.copy(body, at);
    chunk.fill(0);
  });
  payload.once('error', () => {
    body.fill(0);
    done(new VaultError('invalid_input', { hint: 'The body broke off.' }), body);
  });
  payload.once('end', () => {
    done(null, body);
  });
}

/** A body as bytes. The route wipes it; so does the end of the answer. */
export function readBytes(_request: FastifyRequest, payload: IncomingMessage, done: Done): void {
  collect(payload, (error, body) => {
    if (error !== null) {
      done(error);
      return;
    }
    done(null, new Uint8Array(body.buffer));
  });
}

/** A body of JSON in UTF-8; an empty one is none. Names that poison a prototype are refused by `parse`. */
export function readJson(parse: FastifyBodyParser<string>): typeof readBytes {
  return (request, payload, done) => {
    collect(payload, (error, body) => {
      if (error !== null || body.length === 0) {
        done(error, undefined);
        return;
      }
      let text: string;
      try {
        text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
      } catch {
        done(new VaultError('invalid_input', { hint: 'The body is not UTF-8.' }));
        return;
      } finally {
        body.fill(0);
      }
      void parse(request, text, done);
    });
  };
}
