import type { Refusal } from '../refusal.ts';
import { headerOf, type HeaderLines } from './header-lines.ts';

/**
 * What only browsers send. `Sec-Fetch-Mode` alone is none of them: Node's fetch and every SDK on it send it, browsers
 * always send Site too.
 */
const TRAITS: ReadonlySet<string> = new Set([
  'cookie',
  'sec-fetch-site',
  'sec-fetch-dest',
  'sec-fetch-user',
]);

/**
 * Refuses the traits of a page. A document that is open to anybody may be looked at in a browser: `mayNavigate` lets its
 * top-level navigation through, which no page can read and which says no Origin.
 */
export function checkBrowser(lines: HeaderLines, mayNavigate: boolean): Refusal | null {
  const isNavigation =
    mayNavigate &&
    headerOf(lines, 'sec-fetch-mode') === 'navigate' &&
    headerOf(lines, 'sec-fetch-dest') === 'document';
  for (const name of lines.keys()) {
    const isTrait = name === 'origin' || name.startsWith('access-control-request-');
    if (isTrait || (!isNavigation && TRAITS.has(name))) {
      return { code: 'browser_refused', why: 'browser' };
    }
  }
  return null;
}
