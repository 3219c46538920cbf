import type { CallContext } from '../core/call.ts';
import type { OwnerVault } from '../gateway/owner/calls.ts';
import type { UnlockReport } from '../shared/model.ts';

/** An unlocked vault, for as long as the action runs: opened here, or that of the process that owns it. */
export interface Unlocked {
  readonly vault: OwnerVault;
  readonly context: CallContext;
  readonly report: UnlockReport;
  /** The password that opened it, zeroes unless `keepPassword` was asked for; zeroed when the action ends. */
  readonly password: Uint8Array;
}
