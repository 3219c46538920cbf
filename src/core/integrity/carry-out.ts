import type { CallContext } from '../call.ts';
import type { VaultCore, VaultSession } from '../session/vault-core.ts';
import { writeCovered, type CoveredTransaction } from './write-covered.ts';

/** What the lines of an act say. */
export interface Act {
  readonly event: string;
  readonly ref: Readonly<Record<string, string>>;
  readonly n?: Readonly<Record<string, number>>;
}

/** Writes covered rows between the two audit lines of the act: begun, and done. @throws what `writeCovered` throws. */
export function carryOut(
  core: VaultCore,
  session: VaultSession,
  { event, ref, n = {} }: Act,
  context: CallContext,
  work: (tx: CoveredTransaction) => void,
): void {
  core.audit.write({ event, ref, outcome: 'attempt' }, context);
  writeCovered(core, session, work);
  core.done({ event, ref, n }, context);
}
