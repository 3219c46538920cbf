import { EVERYONE, type Pause, type ClientRef } from '../../shared/client.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import type { PauseRow } from '../rows.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { checkClientId, findPresentClient, noClient } from './find-client.ts';

const PAUSE = 'access.pause';
const UNPAUSE = 'access.unpause';

/** Everyone who is held. Needs no password. */
export function listPauses({ store }: VaultCore): readonly Pause[] {
  return [...store.scan('pauses')].map(({ target, paused_at: pausedAt }) => ({ target, pausedAt }));
}

/**
 * Holds one client or all of them until they are let go, across restarts. It works while the vault is locked, for it can
 * only restrict; then a client is named by its id. Who is held already is held since then.
 * @throws VaultError `locked` for a name while locked, `not_found`, `not_available` while the file has an older schema.
 */
export async function pauseAccess(
  core: VaultCore,
  client: ClientRef | null,
  context: CallContext,
): Promise<Pause> {
  const event = { event: PAUSE };
  const { session } = core;
  if (session === null && client?.id === undefined && client !== null) {
    throw core.refuse(event, 'locked', context);
  }
  try {
    if (core.authConfig() === null) throw new VaultError('not_initialized');
    if (session === null) refuseForeignFile(core);
    return hold(core, targetOf(core, client), context);
  } catch (thrown) {
    throw core.failed(event, thrown, context);
  }
}

/** Lets one client or all of them go on; returns whether they were held. Needs an unlocked vault. */
export function unpauseAccess(
  core: VaultCore,
  client: ClientRef | null,
  context: CallContext,
): Promise<boolean> {
  return core.writable({ event: UNPAUSE }, context, () => {
    const target = targetOf(core, client);
    const line = { event: UNPAUSE, ref: refOf(target) };
    core.audit.write({ ...line, outcome: 'attempt' }, context);
    const was = core.store.transaction((tx) => tx.remove('pauses', target));
    core.accessChanged();
    core.done(line, context);
    return was;
  });
}

function hold(core: VaultCore, target: string, context: CallContext): Pause {
  const line = { event: PAUSE, ref: refOf(target) };
  const row: PauseRow = { target, paused_at: core.clock.nowText() };
  core.audit.write({ ...line, outcome: 'attempt' }, context);
  const held = core.store.transaction((tx) => {
    const before = tx.get('pauses', target);
    if (before === null) tx.insert('pauses', row);
    return before ?? row;
  });
  core.accessChanged();
  core.done(line, context);
  return { target, pausedAt: held.paused_at };
}

/** In the log, where `*` is no id. */
function refOf(target: string): Readonly<Record<string, string>> {
  return { client: target === EVERYONE ? 'all' : target };
}

/** A locked file is written here and nowhere else: only if it is what our migrations make, with no trigger in it. */
function refuseForeignFile({ store }: VaultCore): void {
  store.checkStructure();
  const { version, latest } = store.schema();
  if (version === latest) return;
  throw new VaultError('not_available', {
    hint: 'The vault file is of an older version. One unlock brings it up to date.',
  });
}

function targetOf({ store, session }: VaultCore, client: ClientRef | null): string {
  if (client === null) return EVERYONE;
  if (session !== null && client.id === undefined) {
    return findPresentClient(store, session.keys, client).row.id;
  }
  const id = checkClientId(client.id);
  if (store.get('clients', id) === null) throw noClient();
  return id;
}
