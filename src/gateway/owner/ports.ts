import type { VaultApi } from '../../core/api.ts';
import type { CallContext } from '../../core/call.ts';
import type { Pause } from '../../shared/client.ts';
import type { UnlockReport, VaultStatus } from '../../shared/model.ts';

/** What the owner types at an unlock, and how long the vault is to stay open for clients after the owner has left. */
export interface OwnerUnlock {
  readonly password: Uint8Array;
  /** False: only the password is proved; a locked vault stays locked. */
  readonly open: boolean;
  /** Milliseconds since 1970; null: clients have no longer time than the owner. */
  readonly clientsUntilMs: number | null;
}

/** The process that owns the vault, as its owner's doors see it (`OwnerHost` of the runtime is one). */
export interface OwnerHostPort {
  /** @throws VaultError as `VaultApi.unlock`; `locked` if `open` is false and the owner is locked out. */
  unlock(input: OwnerUnlock, context: CallContext): Promise<UnlockReport>;
  /** Locks the vault whatever clients were promised. */
  lock(context: CallContext): Promise<void>;
  /** The owner did something. */
  activity(): void;
  /** Whether tickets may be used; false also while the vault is open for clients only. */
  isOpen(): boolean;
  /** Milliseconds since 1970 until when clients go on after an idle lock, null: no longer than the owner. */
  clientsUntilMs(): number | null;
}

/** What the owner's doors stand in front of. */
export interface OwnerPorts {
  readonly vault: VaultApi;
  readonly host: OwnerHostPort;
  /** Addresses on which clients are served now. */
  readonly urls: () => readonly string[];
  readonly monotonicMs: () => number;
}

/** What the process that owns the vault says of itself without a ticket: nothing that a password would be needed for. */
export interface OwnerStatus {
  readonly vault: VaultStatus;
  /** Closed: an owner's command answers `locked`. */
  readonly doors: 'open' | 'closed';
  readonly clientsUntilMs: number | null;
  readonly urls: readonly string[];
  readonly pauses: readonly Pause[];
  readonly schema: ReturnType<VaultApi['migrations']['status']>;
}

/** What an unlock over the socket answers. */
export interface OwnerUnlocked {
  readonly report: UnlockReport;
  /** The caller's to wipe. */
  readonly ticket: Uint8Array;
}
