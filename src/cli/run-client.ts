import type { VaultApi } from '../core/api.ts';
import type { CallContext } from '../core/call.ts';
import type { ClientSummary } from '../shared/client.ts';
import { VaultError } from '../shared/vault-error.ts';
import { RUN_ENTRY, hasEnded, markOfProcess } from './run-mark.ts';

/** What of a vault the client of a run needs, wherever the vault is. */
export type RunVault = Pick<VaultApi, 'clients' | 'keys' | 'grants'>;

/** A client for one run: it may read what was named and nothing else. */
export interface RunClient {
  readonly id: string;
  readonly keyId: string;
  /** In ASCII, the caller's to wipe. */
  readonly key: Uint8Array;
}

export interface RunClientInput {
  /** The secrets it may read, each once. */
  readonly secrets: readonly string[];
  readonly lifetimeSeconds: number;
  readonly nowMs: number;
  /** Called as soon as there is something to take away again. */
  readonly made: (id: string) => void;
}

/** Its key shows this word, so that one that leaks can be told from others. */
const KEY_WORD = 'run';
const ID_DIGITS_SHOWN = 8;

/**
 * Adds the client, a grant for each secret and the key.
 * @throws VaultError `not_found` for a secret that is not there.
 */
export async function addRunClient(
  { clients, grants, keys }: RunVault,
  { secrets, lifetimeSeconds, nowMs, made }: RunClientInput,
  context: CallContext,
): Promise<RunClient> {
  const name = `run-${context.correlationId.slice(0, ID_DIGITS_SHOWN)}`;
  const metadata = { [RUN_ENTRY]: markOfProcess(process.pid) };
  const { id } = await clients.add({ name, metadata }, context);
  made(id);
  const client = { id };
  const expiresAt = new Date(nowMs + lifetimeSeconds * 1000).toISOString();
  for (const secret of secrets) {
    await grants.add({ client, secret: { name: secret }, mode: 'read', expiresAt }, context);
  }
  const { key, summary } = await keys.create(
    { client, name, environment: KEY_WORD, lifetimeSeconds },
    context,
  );
  return { id, keyId: summary.id, key };
}

/** Takes the client away with all that hangs on it; one that is gone already is fine. */
export async function removeRunClient(
  { clients }: Pick<RunVault, 'clients'>,
  id: string,
  context: CallContext,
): Promise<void> {
  try {
    await clients.purge({ id }, context);
  } catch (thrown) {
    if (!(thrown instanceof VaultError) || thrown.code !== 'not_found') throw thrown;
  }
}

/**
 * Takes away what runs left that were killed: those of processes that ended, and those whose key has ended whatever
 * became of their process.
 */
export async function sweepRunClients(
  vault: Pick<RunVault, 'clients'>,
  nowMs: number,
  context: CallContext,
): Promise<void> {
  const { clients } = await vault.clients.list({}, context);
  for (const client of clients) {
    if (isLeftOver(client, nowMs)) await removeRunClient(vault, client.id, context);
  }
}

/** The longest that the key of a run lives, in seconds. */
export const LONGEST_RUN_SECONDS = 86_400;

function isLeftOver({ metadata, createdAt }: ClientSummary, nowMs: number): boolean {
  const mark = metadata[RUN_ENTRY];
  if (mark === undefined) return false;
  return hasEnded(mark) ?? nowMs - Date.parse(createdAt) > LONGEST_RUN_SECONDS * 1000;
}
