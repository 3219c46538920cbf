import type { IncomingMessage } from 'node:http';
import type { AccessApi } from '../../core/access-api.ts';
import type { CredentialFault, Listener } from '../../shared/access.ts';
import { asVaultError } from '../../shared/vault-error.ts';
import { refusalOf, type Refusal } from '../refusal.ts';
import type { Call } from '../route.ts';
import type { RouteRow, RouteTable } from '../route-table.ts';
import type { StrangersRate } from '../strangers-rate.ts';
import { checkBody, checkFraming, checkLength } from './check-body.ts';
import { checkBrowser } from './check-browser.ts';
import { checkHost } from './check-host.ts';
import { headerLines, type HeaderLines } from './header-lines.ts';
import { parseTarget, type Target } from './parse-target.ts';
import { readCredential } from './read-credential.ts';

/** Where a request came in. */
export interface Entrance {
  readonly listener: Listener;
  readonly hosts: ReadonlySet<string>;
  readonly strangers: StrangersRate;
}

/** What the checks ask. */
export interface AdmissionPorts {
  readonly access: Pick<AccessApi, 'identify' | 'admit' | 'state'>;
  readonly table: RouteTable;
}

/** A call while it is being let in: what is known of it so far. */
export type OpenCall = {
  -readonly [K in keyof Call]: Call[K];
} & {
  /** The row that it is for, null before it is found. */
  row: RouteRow | null;
  /** Ids for the line of a refusal: of a credential that is not taken as well. */
  suspects: Record<string, string>;
};

/**
 * The checks of every request, in the order of the threat model; the first that fails is the answer. Null: it may reach
 * its route, whose address is in its one spelling now.
 */
export function admitRequest(
  { access, table }: AdmissionPorts,
  entrance: Entrance,
  request: IncomingMessage,
  call: OpenCall,
): Refusal | null {
  const lines = headerLines(request.rawHeaders);
  const found = findRoute(table, entrance, request, lines, call);
  if (found.refusal !== undefined) {
    entrance.strangers.take();
    return found.refusal;
  }
  const { row, target } = found;
  const isOpen = row.door === 'exempt' && isExempt(access, row.template);
  const malformed = checkShape(lines, row, target, isOpen);
  if (malformed !== null) {
    entrance.strangers.take();
    return malformed;
  }
  const refusal = isOpen ? outOfTokens(entrance) : checkDoor(access, entrance, lines, row, call);
  if (refusal !== null) return refusal;
  request.url = target.url;
  return checkLength(lines, row.bodyLimitBytes);
}

type Found =
  | { readonly row: RouteRow; readonly target: Target; readonly refusal?: never }
  | { readonly refusal: Refusal };

/** Checks 1 and 2, and the method: whose route this is. */
function findRoute(
  table: RouteTable,
  { listener, hosts }: Entrance,
  { httpVersion, url = '', method = '' }: IncomingMessage,
  lines: HeaderLines,
  call: OpenCall,
): Found {
  const foreign = checkHost(httpVersion, lines, hosts);
  if (foreign !== null) return { refusal: foreign };
  const parsed = parseTarget(url);
  if (parsed.refusal !== undefined) return { refusal: parsed.refusal };
  const { target } = parsed;
  const rows = [...(table.find(target.segments)?.values() ?? [])].filter(
    ({ door }) => listener === 'socket' || door === 'exempt' || door === 'client',
  );
  const [first] = rows;
  if (first === undefined) return { refusal: { code: 'not_found', why: 'no_route' } };
  call.route = first.template;
  const row = rows.find((candidate) => candidate.method === method);
  if (row === undefined) {
    // Before the method, in the order of the checks: a preflight is a browser's.
    const browser = checkBrowser(lines, false);
    const allow = rows.map((candidate) => candidate.method).join(', ');
    return { refusal: browser ?? { code: 'method_not_allowed', why: 'method', allow } };
  }
  call.row = row;
  return { row, target };
}

/** Checks 3 and 4. */
function checkShape(
  lines: HeaderLines,
  row: RouteRow,
  { query }: Target,
  isOpen: boolean,
): Refusal | null {
  if (query !== null && !row.takesQuery) {
    return { code: 'invalid_input', why: 'query', hint: 'There is no query here.' };
  }
  return (
    checkBrowser(lines, isOpen && row.method === 'GET') ??
    checkFraming(lines) ??
    checkBody(lines, row.body)
  );
}

/** Whether the owner lets anybody see this. A vault that does not answer lets nobody. */
function isExempt(access: AdmissionPorts['access'], template: string): boolean {
  try {
    return access.state().exemptPaths.includes(template);
  } catch {
    return false;
  }
}

function outOfTokens({ strangers }: Entrance): Refusal | null {
  const retryAfterMs = strangers.take();
  return retryAfterMs === null ? null : { code: 'rate_limited', why: 'strangers', retryAfterMs };
}

function checkDoor(
  access: AdmissionPorts['access'],
  entrance: Entrance,
  lines: HeaderLines,
  { door }: RouteRow,
  call: OpenCall,
): Refusal | null {
  const isOwners = door === 'owner' || door === 'socket';
  const shown = readCredential(lines, isOwners ? 'ticket' : 'bearer');
  if (shown.kind === 'two') {
    entrance.strangers.take();
    return shown.refusal;
  }
  if (isOwners) {
    if (shown.kind === 'one') call.ticket = shown.text;
    const isMissing = shown.kind === 'none' && door === 'owner';
    if (isMissing || shown.kind === 'malformed') return refuseStranger(entrance, shown.kind);
    return null;
  }
  if (shown.kind === 'malformed') return refuseStranger(entrance, 'malformed');
  return letIn(access, entrance, shown.kind === 'one' ? shown.text : null, call);
}

/** Checks 6 to 9: who it is, and whether core lets it in now. */
function letIn(
  access: AdmissionPorts['access'],
  entrance: Entrance,
  text: string | null,
  call: OpenCall,
): Refusal | null {
  const credential = text === null ? null : Buffer.from(new ArrayBuffer(text.length));
  credential?.write(text ?? '', 'latin1');
  try {
    const { principal, refused } = access.identify({ credential, listener: entrance.listener });
    if (refused !== undefined) {
      call.suspects = idsOf(refused.clientId, refused.keyId);
      return refuseStranger(entrance, refused.why);
    }
    call.principal = principal;
    call.suspects = idsOf(principal.clientId, principal.keyId);
    call.context = { ...call.context, by: call.suspects };
    access.admit(principal);
    return null;
  } catch (thrown) {
    return refusalOf(asVaultError(thrown));
  } finally {
    credential?.fill(0);
  }
}

function idsOf(client: string | null, key: string | null): Record<string, string> {
  return { ...(client === null ? {} : { client }), ...(key === null ? {} : { key }) };
}

/** One answer for every fault of a credential; when too many came, one that tells nothing of it at all. */
function refuseStranger(entrance: Entrance, why: CredentialFault | 'none'): Refusal {
  return outOfTokens(entrance) ?? { code: 'unauthorized', why: why === 'none' ? 'missing' : why };
}
