import type { Command } from 'commander';
import type { CallContext } from '../../core/call.ts';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import { CheckList } from '../check-list.ts';
import type { Deps } from '../deps.ts';
import type { FoundOwner } from '../find-owner.ts';
import { parseLoopback } from '../gateway-address.ts';
import { smokeGateway, type SmokeOwner } from '../smoke-gateway.ts';
import { smokeOffline } from '../smoke-offline.ts';
import { withVault, type Unlocked } from '../with-vault.ts';

export interface SmokeOptions {
  readonly offline: boolean;
  readonly skipLock: boolean;
}

export function configure(command: Command, act: Act): void {
  command
    .option('--offline', 'try what can be tried without a gateway')
    .option('--skip-lock', 'leave out lock and unlock, which every client notices')
    .action(({ offline, skipLock }: { readonly offline?: true; readonly skipLock?: true }) =>
      act(command, (deps) => run({ offline: offline ?? false, skipLock: skipLock ?? false }, deps)),
    );
}

/** Exit 1 if anything was not as it should be. */
export async function run({ offline, skipLock }: SmokeOptions, deps: Deps): Promise<number> {
  const list = new CheckList(() => deps.doors.nowMs());
  const name = `smoke-${deps.context.correlationId.slice(0, 8)}`;
  if (offline) {
    const { home } = deps.doors.config;
    await withVault(deps, ({ vault, context }) =>
      smokeOffline({ vault, context, home, name }, list),
    );
  } else await online(name, !skipLock, list, deps);
  const { output } = deps;
  if (output.json) await output.document({ ok: list.ok, checks: list.checks });
  else {
    await output.table(
      ['CHECK', 'EXPECTED', 'GOT', 'MS', 'OK'],
      list.checks.map(({ check, expected, got, ms, ok }) => [
        check,
        expected,
        got,
        String(ms),
        ok ? 'ok' : 'NOT OK',
      ]),
    );
  }
  return list.ok ? 0 : 1;
}

async function online(name: string, withLock: boolean, list: CheckList, deps: Deps): Promise<void> {
  const found = await deps.doors.findOwner(deps.context);
  if (found === null) throw notRunning();
  const { withOwner } = await import('../with-owner.ts');
  const act = async ({ vault, password, context }: Unlocked): Promise<void> => {
    const url = found.status.urls.find((each) => each.startsWith('http://'));
    const address =
      url === undefined ? { socketPath: deps.doors.paths().socket } : parseLoopback(url);
    const { keysRequired } = await vault.access.state();
    const owner = ownerOf(found, vault, password, context);
    await smokeGateway({ address, owner, context, name, withLock, keysRequired }, list);
  };
  // The password in any case: what was locked has to be opened again.
  await withOwner(found, deps, act, withLock);
}

function notRunning(): VaultError {
  return new VaultError('vault_unreachable', {
    hint: 'No gateway is running: `strongroom serve` starts one, `smoke --offline` goes without.',
  });
}

function ownerOf(
  { link, status, tickets }: FoundOwner,
  vault: SmokeOwner['vault'],
  password: Uint8Array,
  context: CallContext,
): SmokeOwner {
  const owner: SmokeOwner = {
    vault,
    lock: () => link.lock(context),
    unlock: async () => {
      const { terminal } = tickets;
      const wanted = { password, open: true, clientsUntilMs: status.clientsUntilMs };
      const { ticket } = await link.unlock(wanted, terminal, context);
      tickets.keep(ticket);
      owner.vault = link.vault({ ticket, terminal }, context);
    },
  };
  return owner;
}
