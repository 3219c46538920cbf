import type { CallContext } from '../core/call.ts';
import type { OwnerStatus } from '../gateway/owner/ports.ts';
import { EVERYONE } from '../shared/client.ts';
import { VaultError } from '../shared/vault-error.ts';
import type { Deps } from './deps.ts';
import type { OwnerLink } from './owner-link.ts';
import { readAsOwner, readThroughGateway } from './read-fields.ts';
import { addRunClient, removeRunClient, sweepRunClients, type RunClient } from './run-client.ts';
import type { WantedField } from './run-variables.ts';
import { keyOf } from './template.ts';
import { withVault, type Unlocked } from './with-vault.ts';

/** What a program is lent: the values it named, and a way to the gateway while there is one. */
export interface Lent {
  /** By `keyOf` the field. */
  readonly values: ReadonlyMap<string, Uint8Array>;
  /** Variables with which the program asks the gateway itself; none without a gateway. */
  readonly access: Readonly<Record<string, string>>;
  wipe(): void;
}

export interface LendInput {
  readonly wanted: readonly WantedField[];
  readonly lifetimeSeconds: number;
}

/**
 * Reads what was named as a client of its own and hands it to `use`. If a process owns the vault, that client and its
 * key last as long as `use` takes; if none does, vault and client are gone before it begins.
 */
export async function withLent<R>(
  input: LendInput,
  deps: Deps,
  use: (lent: Lent) => Promise<R>,
): Promise<R> {
  const outcome = await withVault(deps, (unlocked) => lend(input, unlocked, deps, use));
  return 'lent' in outcome ? using(outcome.lent, use) : outcome.result;
}

type Outcome<R> = { readonly lent: Lent } | { readonly result: R };

async function lend<R>(
  input: LendInput,
  { vault, context }: Unlocked,
  deps: Deps,
  use: (lent: Lent) => Promise<R>,
): Promise<Outcome<R>> {
  const owner = await deps.doors.findOwner(context);
  if ((await vault.pauses.list()).some(({ target }) => target === EVERYONE)) {
    throw new VaultError('paused', { hint: '`strongroom unpause` lets clients go on.' });
  }
  await sweepRunClients(vault, deps.doors.nowMs(), context);
  let remove = async (): Promise<void> => Promise.resolve();
  let client: RunClient | null = null;
  try {
    client = await addRunClient(
      vault,
      {
        secrets: [...new Set(input.wanted.map(({ name }) => name))],
        lifetimeSeconds: input.lifetimeSeconds,
        nowMs: deps.doors.nowMs(),
        made: (id) => {
          // A signal that ends the command takes it away as well.
          remove = deps.cleanups.add(() => end(id, { vault, context }, owner?.link ?? null));
        },
      },
      context,
    );
    const values = await readAll(
      input.wanted,
      client,
      { vault, context },
      owner?.status ?? null,
      deps,
    );
    if (owner === null) return { lent: lentOf(values, {}) };
    const access = accessOf(client.key, owner.status, deps);
    return { result: await using(lentOf(values, access), use) };
  } finally {
    client?.key.fill(0);
    await remove();
  }
}

async function using<R>(lent: Lent, use: (lent: Lent) => Promise<R>): Promise<R> {
  try {
    return await use(lent);
  } finally {
    lent.wipe();
  }
}

function lentOf(values: ReadonlyMap<string, Uint8Array>, access: Lent['access']): Lent {
  const wipe = (): void => {
    for (const value of values.values()) value.fill(0);
  };
  return { values, access, wipe };
}

async function readAll(
  wanted: readonly WantedField[],
  { id, keyId, key }: RunClient,
  { vault, context }: Pick<Unlocked, 'vault' | 'context'>,
  owner: OwnerStatus | null,
  deps: Deps,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { socket: socketPath } = deps.doors.paths();
  // Without a gateway the owner's own door is the only one; the lines of the log name the client all the same.
  const asClient: CallContext = { ...context, by: { client: id, key: keyId } };
  const values = new Map<string, Uint8Array>();
  try {
    for (const field of wanted) {
      if (values.has(keyOf(field))) continue;
      const value =
        owner === null
          ? await readAsOwner(vault.secrets, field, asClient)
          : await readThroughGateway({ socketPath }, field, key);
      values.set(keyOf(field), value);
    }
    return values;
  } catch (thrown) {
    for (const value of values.values()) value.fill(0);
    throw thrown;
  }
}

function accessOf(key: Uint8Array, { urls }: OwnerStatus, deps: Deps): Lent['access'] {
  const url = urls.find((each) => each.startsWith('http://'));
  return {
    STRONGROOM_KEY: Buffer.from(key).toString('latin1'),
    STRONGROOM_HOME: deps.doors.config.home,
    ...(url === undefined ? {} : { STRONGROOM_URL: url }),
  };
}

/**
 * Takes the client away. Once the ticket has ended or the vault is locked it can only be held, which needs no ticket and
 * shuts it out as well; a later run takes away what is left of it.
 */
async function end(
  id: string,
  { vault, context }: Pick<Unlocked, 'vault' | 'context'>,
  link: OwnerLink | null,
): Promise<void> {
  try {
    await removeRunClient(vault, id, context);
  } catch (thrown) {
    if (link === null) throw thrown;
    await link.pause({ id }, context).catch(() => undefined);
  }
}
