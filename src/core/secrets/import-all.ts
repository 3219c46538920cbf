import type { ErrorCode } from '../../shared/errors.ts';
import { VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { ImportEntry, ImportOutcome } from '../api.ts';
import type { CallContext } from '../call.ts';
import { checkName } from '../format/name-index.ts';
import { nextTurn } from '../next-turn.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { checkSeed } from './change-value.ts';
import { checkFields, checkTotal, isInstant, patchMetadata } from './check-input.ts';
import { create } from './set-secret.ts';

/**
 * Stores the entries of an import, each by itself: a clash is reported and never overwritten, an entry that is not
 * allowed is reported with its code, and the others go on. A dry run checks the same and writes nothing.
 */
export function importAll(
  core: VaultCore,
  input: { readonly entries: readonly ImportEntry[]; readonly dryRun: boolean },
  context: CallContext,
): Promise<readonly ImportOutcome[]> {
  const event = { event: 'secret.import' };
  return core.writable(event, context, async (session) => {
    const outcomes: ImportOutcome[] = [];
    const seen = new Set<string>();
    for (const entry of input.entries) {
      core.assertCurrent(session);
      outcomes.push(importOne(core, session, entry, seen, input.dryRun, context));
      await nextTurn();
    }
    const count = (outcome: ImportOutcome['outcome']) =>
      outcomes.filter((one) => one.outcome === outcome).length;
    const n = {
      imported: count('imported'),
      clash: count('clash'),
      refused: count('refused'),
      dry_run: input.dryRun ? 1 : 0,
    };
    core.audit.write({ ...event, outcome: 'ok', n }, context);
    return outcomes;
  });
}

function importOne(
  core: VaultCore,
  session: VaultSession,
  entry: ImportEntry,
  seen: Set<string>,
  dryRun: boolean,
  context: CallContext,
): ImportOutcome {
  const { name } = entry;
  try {
    checkEntry(entry);
    const index = session.keys.nameIndex(name);
    const key = Array.from(index).join();
    if (seen.has(key) || core.store.secretByNameIndex(index) !== null) {
      return { name, outcome: 'clash', code: 'name_taken' };
    }
    seen.add(key);
    if (!dryRun) create(core, session, entry, context);
    return { name, outcome: 'imported' };
  } catch (thrown) {
    const { code } = asVaultError(thrown);
    if (!REFUSALS.has(code)) throw thrown;
    return { name, outcome: 'refused', code };
  }
}

/** What an entry can be refused for; anything else ends the import. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'invalid_input',
  'name_invalid',
  'name_taken',
  'too_large',
  'value_not_text',
]);

function checkEntry(entry: ImportEntry): void {
  checkName(entry.name);
  checkFields(entry.fields);
  checkSeed(entry.totp);
  checkTotal(entry.fields, entry.totp ?? null);
  patchMetadata({ name: entry.name }, entry.metadata);
  for (const time of [entry.createdAt, entry.updatedAt]) {
    if (time !== undefined && !isInstant(time)) {
      throw new VaultError('invalid_input', { hint: 'A date is not a UTC instant.' });
    }
  }
}
