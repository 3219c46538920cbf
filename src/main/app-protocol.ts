import { isOwnAddress, ORIGIN } from './origin.ts';
import type { PageFiles } from './page-files.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** What a page could ask the system for, and this one never does. */
const DENIED_FEATURES = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'storage-access',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

/** On every answer, errors too. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'permissions-policy': DENIED_FEATURES.map((feature) => `${feature}=()`).join(', '),
  'cache-control': 'no-store',
};

/** The part of a request that an answer depends on. */
export interface PageRequest {
  readonly method: string;
  readonly url: string;
  /** Who asks, if a page does; Chromium's word, not the page's. */
  readonly initiatorOrigin?: string;
}

/** Answers from the table alone: an address that is not in it, letter by letter, does not exist. */
export function respond(files: PageFiles, request: PageRequest): Response {
  const { method, initiatorOrigin } = request;
  if (method !== 'GET') return refusal(405);
  if (initiatorOrigin !== undefined && initiatorOrigin !== ORIGIN) return refusal(403);
  const url = URL.parse(request.url);
  if (url === null || !isOwnAddress(request.url) || url.search !== '') return refusal(404);
  const file = files.get(url.pathname);
  if (file === undefined) return refusal(404);
  return new Response(file.body.slice(), {
    headers: { ...PAGE_HEADERS, 'content-type': file.type },
  });
}

function refusal(status: number): Response {
  const headers = { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' };
  return new Response(null, { status, headers });
}
