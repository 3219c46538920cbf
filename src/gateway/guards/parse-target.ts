import type { Refusal } from '../refusal.ts';

/** A request's target in origin form, decoded once. */
export interface Target {
  readonly segments: readonly string[];
  /** Without the `?`, as it came; null: there was none. */
  readonly query: string | null;
  /** The same target in its one spelling, for the router behind. */
  readonly url: string;
}

const HINT = 'The address of the request is not well-formed.';
/** Visible ASCII without `"`, `#`, `<`, `>`, `\`, `^`, backtick and braces (RFC 3986 §2). */
const ALLOWED = /^\/[!$-;=?-[\]_a-z|~]*$/;
const ESCAPE = /%[0-9A-Fa-f]{2}/;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;
const NOT_IN_A_SEGMENT = /[/\\\p{Cc}]/u;

function malformed(why: string): { readonly refusal: Refusal } {
  return { refusal: { code: 'invalid_input', why, hint: HINT } };
}

/** A target, or why there is none. */
export type ParsedTarget =
  | { readonly target: Target; readonly refusal?: never }
  | { readonly target?: never; readonly refusal: Refusal };

/** The target, or why it is refused: another form than origin form, or more than one way to read it. */
export function parseTarget(url: string): ParsedTarget {
  if (!url.startsWith('/')) return malformed('target_form');
  if (!ALLOWED.test(url) || BROKEN_ESCAPE.test(url)) return malformed('target');
  const at = url.indexOf('?');
  const path = at === -1 ? url : url.slice(0, at);
  const query = at === -1 ? null : url.slice(at + 1);
  if (query !== null && decoded(query) === null) return malformed('target');
  const segments: string[] = [];
  for (const raw of path.slice(1).split('/')) {
    const segment = decoded(raw);
    if (segment === null) return malformed('target');
    if (segment === '.' || segment === '..') return malformed('dot_segment');
    if (NOT_IN_A_SEGMENT.test(segment)) return malformed('encoded_separator');
    if (ESCAPE.test(segment)) return malformed('double_encoding');
    segments.push(segment);
  }
  const spelt = `/${segments.map(encodeURIComponent).join('/')}`;
  return { target: { segments, query, url: query === null ? spelt : `${spelt}?${query}` } };
}

/** Percent-decoded UTF-8, null if it is none. */
function decoded(text: string): string | null {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
