import type { Refusal } from '../refusal.ts';
import { headerOf, type HeaderLines } from './header-lines.ts';

/** Where other programs put their keys; here only Authorization counts, and two credentials are one too many. */
const OTHERS = ['x-api-key', 'api-key', 'x-goog-api-key', 'proxy-authorization'];
const SCHEME = /^([A-Za-z]+) +([!-~]+)$/;

/** What was shown: nothing, something of no use, or a scheme's credential. */
export type Shown =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'two'; readonly refusal: Refusal }
  | { readonly kind: 'one'; readonly text: string };

/** The one credential of a scheme (`bearer`, `ticket`, in lower case). */
export function readCredential(lines: HeaderLines, scheme: 'bearer' | 'ticket'): Shown {
  const authorization = headerOf(lines, 'authorization');
  const others = OTHERS.filter((name) => lines.has(name)).length;
  if (others + (authorization === null ? 0 : 1) > 1) {
    const hint = 'Show one credential.';
    return { kind: 'two', refusal: { code: 'invalid_input', why: 'two_credentials', hint } };
  }
  if (authorization === null) return { kind: others > 0 ? 'malformed' : 'none' };
  const [, word = '', text = ''] = SCHEME.exec(authorization) ?? [];
  return word.toLowerCase() === scheme ? { kind: 'one', text } : { kind: 'malformed' };
}
