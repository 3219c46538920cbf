import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { CheckedGrant, GrantsApi } from '../client-api.ts';
import { openRecord } from '../secrets/record.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { allowsRequest, type OutgoingRequest } from './allows-request.ts';
import type { OpenGrant } from './grant-record.ts';
import { grantStanding, grantsFor } from './list-grants.ts';
import { fenceOf, isLiveHost } from './rules.ts';

const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE)$/;
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** See `GrantsApi.check`. Leaves no line in the log. */
export function checkGrants(
  core: VaultCore,
  { client, secret, url, method }: Parameters<GrantsApi['check']>[0],
  context: CallContext,
): Promise<readonly CheckedGrant[]> {
  return core.unlocked({ event: 'grant.check' }, context, (session) => {
    const request = parseRequest(url, method);
    const nowText = core.clock.nowText();
    return grantsFor(core.store, session, { client, secret }).map((grant) => ({
      id: grant.row.id,
      mode: grant.mode,
      stoppedBy: stoppedBy(core, session, grant, request, nowText),
    }));
  });
}

function stoppedBy(
  { store }: VaultCore,
  { keys }: VaultSession,
  grant: OpenGrant,
  request: OutgoingRequest,
  nowText: string,
): CheckedGrant['stoppedBy'] {
  if (grant.mode === 'read') return 'mode';
  const row = store.get('secrets_metadata', grant.row.object_id);
  const record = row === null ? null : openRecord(keys, row);
  const side = record === null ? undefined : fenceOf(record.metadata.environment);
  const standing = grantStanding(grant, side, nowText);
  if (standing !== 'holds') return standing;
  if (grant.fence === 'paper' && isLiveHost(request.host)) return 'live_host';
  return allowsRequest(grant, request) ? null : 'rules';
}

function parseRequest(url: unknown, method: unknown): OutgoingRequest {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  const isSafe =
    parsed !== null && (parsed.protocol === 'https:' || LOOPBACK.test(parsed.hostname));
  if (!isSafe || parsed.username !== '' || parsed.password !== '') {
    throw new VaultError('invalid_input', { hint: 'The URL is one of https, or on loopback.' });
  }
  const word = typeof method === 'string' ? method.toUpperCase() : '';
  if (!METHOD.test(word)) {
    throw new VaultError('invalid_input', {
      hint: 'The method is GET, HEAD, POST, PUT, PATCH or DELETE.',
    });
  }
  return { host: parsed.hostname, path: decodedOnce(parsed.pathname), method: word };
}

/** Once, as the relay does it: what is still encoded then is refused by every rule. */
function decodedOnce(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new VaultError('invalid_input', { hint: 'The path of the URL is malformed.' });
  }
}
