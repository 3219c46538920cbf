import type { OpenGrant } from './grant-record.ts';
import { hostMatches, isHostName, isLiveHost } from './rules.ts';

/** A request that is to carry a secret, or to be signed with it. */
export interface OutgoingRequest {
  /** Host name in lower case, without a port and a dot at its end. */
  readonly host: string;
  /** Path without a query, decoded once. */
  readonly path: string;
  /** In upper case. */
  readonly method: string;
}

/** Dot segments, backslashes, what is still encoded, and what begins a query or fragment: such a path means another one. */
const AMBIGUOUS = /(^|\/)\.{1,2}(\/|$)|[\\%?#]|\p{Cc}/u;

/**
 * Whether a grant that holds lets this request through. Every rule that is there must let it through; a rule that is not
 * there allows what the provider allows. Whatever the rules say, a paper secret never goes to a live host.
 */
export function allowsRequest(
  { fence, rules }: Pick<OpenGrant, 'fence' | 'rules'>,
  { host, path, method }: OutgoingRequest,
): boolean {
  if (!isHostName(host) || !path.startsWith('/') || AMBIGUOUS.test(path)) return false;
  if (fence === 'paper' && isLiveHost(host)) return false;
  const { hosts, paths, methods } = rules;
  return (
    (hosts === undefined || hosts.some((rule) => hostMatches(rule, host))) &&
    (paths === undefined || paths.some((rule) => pathMatches(rule, path))) &&
    (methods === undefined || methods.includes(method))
  );
}

/** As a whole, in its own case; `*` at the end of a rule stands for anything. */
function pathMatches(rule: string, path: string): boolean {
  return rule.endsWith('*') ? path.startsWith(rule.slice(0, -1)) : rule === path;
}
