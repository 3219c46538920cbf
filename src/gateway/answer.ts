import type { ServerResponse } from 'node:http';
import { bodyOf, headersOf, statusOf, type Refusal } from './refusal.ts';

/** What no page may do with an answer, should one ever reach a page. */
export const NO_CONTENT_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** On every answer, whatever becomes of the request. Never a CORS header. */
export const STANDING_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Content-Security-Policy', NO_CONTENT_POLICY],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Referrer-Policy', 'no-referrer'],
];

/** After these the rest of the connection cannot be trusted to be what its sender meant. */
const LAST_OF_CONNECTION: ReadonlySet<string> = new Set([
  'wrong_host',
  'browser_refused',
  'invalid_input',
  'unsupported_media',
  'too_large',
]);

/** What a refusal's answer is made of. */
export interface RefusalAnswer {
  readonly refusal: Refusal;
  readonly correlationId: string;
  readonly scheme?: 'Bearer' | 'Ticket';
}

/** Answers a refusal. Nothing happens if the answer has begun: then the connection ends. */
export function sendRefusal(response: ServerResponse, answer: RefusalAnswer): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { refusal, correlationId, scheme } = answer;
  const body = bodyOf(refusal, correlationId);
  response.setHeader('X-Correlation-Id', correlationId);
  if (LAST_OF_CONNECTION.has(refusal.code)) response.setHeader('Connection', 'close');
  response.writeHead(statusOf(refusal), {
    ...headersOf(refusal, scheme),
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
  });
  response.end(body);
}

/** The same answer for a connection on which no request could be read. */
export function refusalText({ refusal, correlationId, scheme }: RefusalAnswer): string {
  const status = statusOf(refusal);
  const body = bodyOf(refusal, correlationId);
  const headers = [
    ...STANDING_HEADERS,
    ['X-Correlation-Id', correlationId],
    ...Object.entries(headersOf(refusal, scheme)),
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Content-Length', String(Buffer.byteLength(body))],
    ['Connection', 'close'],
  ];
  const lines = headers.map(([name = '', value = '']) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${String(status)} ${REASONS[status] ?? 'Refused'}\r\n${lines.join('')}\r\n${body}`;
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  413: 'Content Too Large',
  421: 'Misdirected Request',
};
