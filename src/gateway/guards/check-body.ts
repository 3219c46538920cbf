import type { BodyType } from '../route.ts';
import type { Refusal } from '../refusal.ts';
import { headerOf, type HeaderLines } from './header-lines.ts';

/** Headers that steer how a request is read or whom it is from: one line each, or two readers may choose differently. */
const ONCE = [
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'api-key',
  'x-goog-api-key',
  'x-strongroom-terminal',
  'expect',
  'upgrade',
];
const JSON_TYPE = /^application\/json(?:[ \t]*;[ \t]*charset="?utf-8"?)?[ \t]*$/i;
const BYTES_TYPE = /^application\/octet-stream$/i;

/** Framing that this server does not speak, or headers that were given twice. */
export function checkFraming(lines: HeaderLines): Refusal | null {
  for (const name of ONCE) {
    if ((lines.get(name)?.length ?? 0) > 1) return invalid('two_lines', 'A header came twice.');
  }
  if (lines.has('transfer-encoding') || lines.has('trailer')) {
    return invalid('transfer_encoding', 'A body needs Content-Length.');
  }
  if (lines.has('upgrade')) return invalid('upgrade', 'There is nothing to upgrade to.');
  const expect = headerOf(lines, 'expect');
  if (expect !== null && expect.toLowerCase() !== '100-continue') {
    return invalid('expect', 'Only 100-continue can be expected.');
  }
  return null;
}

/** A body of the route's type, with a length; `takes` null: the route takes none. */
export function checkBody(lines: HeaderLines, takes: BodyType | null): Refusal | null {
  if (lines.has('content-encoding')) {
    return { code: 'unsupported_media', why: 'content_encoding', hint: 'Send it as it is.' };
  }
  if (bodyBytes(lines) === 0) return null;
  if (takes === null) return invalid('body', 'There is no body here.');
  const type = headerOf(lines, 'content-type');
  const pattern = takes === 'application/json' ? JSON_TYPE : BYTES_TYPE;
  return type !== null && pattern.test(type)
    ? null
    : {
        code: 'unsupported_media',
        why: 'content_type',
        hint: `Send it as Content-Type: ${takes}.`,
      };
}

/** How long the body says it is, in bytes. Node's parser took digits only. */
export function bodyBytes(lines: HeaderLines): number {
  return Number(headerOf(lines, 'content-length') ?? '0');
}

/** `bytes` is the route's limit. */
export function checkLength(lines: HeaderLines, bytes: number): Refusal | null {
  if (bodyBytes(lines) <= bytes) return null;
  return {
    code: 'too_large',
    why: 'body',
    hint: `A body has at most ${String(bytes / 1024)} KiB here.`,
  };
}

function invalid(why: string, hint: string): Refusal {
  return { code: 'invalid_input', why, hint };
}
