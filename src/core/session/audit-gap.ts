import type { CallContext } from '../call.ts';
import { writeCovered } from '../integrity/write-covered.ts';
import { tryTo, type VaultCore, type VaultSession } from './vault-core.ts';

/** The row of `settings` that remembers a gap until the owner has seen it. No setting has this name. */
const MARK = 'unseen_audit_gap';

/** Whether a gap in the audit log waits to be seen. */
export function gapIsUnseen({ store }: Pick<VaultCore, 'store'>): boolean {
  return store.get('settings', MARK) !== null;
}

/** Remembers a gap. A disk that is full does not keep the owner out: then it is shown this once. */
export function markGap(core: VaultCore, session: VaultSession): void {
  if (gapIsUnseen(core)) return;
  const now = core.clock.nowText();
  tryTo(() => {
    writeCovered(core, session, (tx) => {
      tx.insert('settings', { name: MARK, value: JSON.stringify(now), updated_at: now });
    });
  });
}

/** The owner has seen the gap: later unlocks do not speak of it. */
export function acknowledgeGap(core: VaultCore, context: CallContext): Promise<void> {
  const event = { event: 'audit.gap_seen' };
  return core.writable(event, context, (session) => {
    if (!gapIsUnseen(core)) return;
    core.audit.write({ ...event, outcome: 'attempt' }, context);
    writeCovered(core, session, (tx) => {
      tx.remove('settings', [MARK]);
    });
    core.done(event, context);
  });
}
