import type { CallContext } from '../call.ts';
import type { ImportClientsInput, ImportedClients } from '../client-api.ts';
import { carryOut } from '../integrity/carry-out.ts';
import { nextTurn } from '../next-turn.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { storeZone } from './add-client.ts';
import { checkImport } from './check-import.ts';
import { ImportPlan } from './import-plan.ts';

const EVENT = 'client.import';
/** Rows sealed before the event loop gets a turn. */
const SLICE = 32;

/**
 * Takes over what an older store held: everything that can be stored in one covered transaction, so that a crash leaves
 * all of it or nothing. A dry run says the same and writes nothing.
 * @throws VaultError `invalid_input`, `too_large`, `name_taken`.
 */
export function importClients(
  core: VaultCore,
  given: ImportClientsInput,
  context: CallContext,
): Promise<ImportedClients> {
  return core.writable({ event: EVENT }, context, async (session) => {
    const input = checkImport(given);
    const plan = new ImportPlan(core, session.keys, input.source);
    let steps = 0;
    const step = async (): Promise<void> => {
      steps += 1;
      if (steps % SLICE === 0) await nextTurn();
      core.assertCurrent(session);
    };
    for (const client of input.clients) {
      await step();
      plan.addClient(client);
    }
    for (const one of input.sessions) {
      await step();
      plan.addSession(one);
    }
    if (input.needsDefault === true) plan.needDefault();
    const n = { ...plan.counts(), dry_run: input.dryRun ? 1 : 0 };
    if (input.dryRun || plan.isEmpty) {
      core.audit.write({ event: EVENT, outcome: 'ok', n }, context);
      return plan.report();
    }
    carryOut(core, session, { event: EVENT, ref: { source: input.source }, n }, context, (tx) => {
      storeZone(tx, core.clock);
      plan.write(tx);
    });
    for (const id of plan.clientIds) {
      // It is committed: a lock in between does not undo it.
      await nextTurn();
      core.done({ event: 'client.add', ref: { client: id } }, context);
    }
    return plan.report();
  });
}
