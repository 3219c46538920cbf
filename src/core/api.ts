import type {
  CallContext,
  Purpose,
  SecretRef,
  OpenSecret,
  TotpCode,
  SecretSelector,
  AuditQuery,
} from './call.ts';
import type { AccessApi } from './access-api.ts';
import type { ClientsApi, GrantsApi, KeysApi, PausesApi, PlansApi } from './client-api.ts';
import type { ConversationsApi, MemoryApi, ProfilesApi, SearchApi } from './conversation-api.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type {
  AuditEntry,
  AuditSummary,
  AuditVerification,
  LockCause,
  UnlockReport,
  VaultState,
  VaultStatus,
} from '../shared/model.ts';
import type {
  MetadataPatch,
  SecretDetail,
  SecretKind,
  SecretSummary,
  VersionComparison,
  VersionSummary,
} from '../shared/secret.ts';

/** A field to be stored. `value` is UTF-8; the caller's buffer is read, not kept. */
export interface FieldInput {
  readonly name: string;
  readonly value: Uint8Array;
  /** Default true. */
  readonly concealed?: boolean;
  readonly encoding?: 'base64';
}

/** Refuses a change with `version_conflict` unless the record has this version. */
export interface VersionGuard {
  readonly expectedVersion?: number;
}

/**
 * Creates a secret or changes the one of that name: given fields are put, the others stay. With `expectedVersion` 0 it
 * must be new: a name that is there answers `name_taken`.
 */
export interface SetSecretInput extends VersionGuard {
  readonly name: string;
  /** For a new secret (default generic); must match an existing one. */
  readonly kind?: SecretKind;
  readonly fields: readonly FieldInput[];
  readonly metadata?: MetadataPatch;
  /** otpauth:// URI of a TOTP seed, null removes it. */
  readonly totp?: Uint8Array | null;
}

/** What of a secret is to be changed; what is not named stays. */
export interface SecretChanges {
  readonly newName?: string;
  readonly metadata?: MetadataPatch;
  /** Fields to be added, or replaced as a whole. */
  readonly putFields?: readonly FieldInput[];
  readonly removeFields?: readonly string[];
  /** otpauth:// URI of a TOTP seed, null removes it. */
  readonly totp?: Uint8Array | null;
}

/** Changes a secret in any of these ways at once. */
export type EditSecretInput = SecretRef & VersionGuard & SecretChanges;

/** Changes a secret without touching the fields that are not named. */
export type UpdateSecretInput = SecretRef &
  VersionGuard &
  Pick<SecretChanges, 'metadata' | 'removeFields'>;

/** All secrets; a damaged record is named by id and hides none of the others. */
export interface SecretList {
  readonly secrets: readonly SecretSummary[];
  readonly damaged: readonly { readonly id: string; readonly createdAt: string }[];
}

/** One entry of an import. */
export interface ImportEntry extends SetSecretInput {
  /** Original instants, UTC; now if absent. */
  readonly createdAt?: string;
  readonly updatedAt?: string;
}

/** What became of one imported entry. */
export interface ImportOutcome {
  readonly name: string;
  readonly outcome: 'imported' | 'clash' | 'refused' | 'damaged';
  /** Why not, for refused entries. */
  readonly code?: ErrorCode;
}

/** The verbs over secrets. All but a refusal need an unlocked vault; changes need one that is not tampered with. */
export interface SecretsApi {
  set(
    input: SetSecretInput,
    context: CallContext,
  ): Promise<{ readonly id: string; readonly version: number; readonly created: boolean }>;
  /** Every secret by name (case-insensitive order), and the ids of records that do not open. */
  list(context: CallContext): Promise<SecretList>;
  /** Field names without values. */
  describe(selector: SecretSelector, context: CallContext): Promise<SecretDetail>;
  /** The only door to plaintext. The audit line is durable before `use` is called. */
  withSecret<R>(
    selector: SecretSelector,
    purpose: Purpose,
    use: (secret: OpenSecret) => R | Promise<R>,
    context: CallContext,
  ): Promise<R>;
  /**
   * All of the changes in one new version, or none of them; the present value joins the history if fields or seed are
   * named. @throws `name_taken`, `version_conflict`, `not_found` for a field to be removed that is not there,
   * `invalid_input` if nothing is to be changed.
   */
  edit(input: EditSecretInput, context: CallContext): Promise<{ readonly version: number }>;
  update(input: UpdateSecretInput, context: CallContext): Promise<{ readonly version: number }>;
  rename(
    input: SecretRef & VersionGuard & { readonly newName: string },
    context: CallContext,
  ): Promise<void>;
  /** Removes a secret with its history; by id also one whose metadata does not open. */
  remove(input: SecretRef & VersionGuard, context: CallContext): Promise<void>;
  history(input: SecretRef, context: CallContext): Promise<readonly VersionSummary[]>;
  /** What differs between two versions of the value, in whatever order they are given; never a value. */
  compare(
    input: SecretRef & { readonly version: number; readonly with: number },
    context: CallContext,
  ): Promise<VersionComparison>;
  /** Makes an older value the newest version; the current one joins the history. */
  restore(
    input: SecretRef & VersionGuard & { readonly version: number },
    context: CallContext,
  ): Promise<{ readonly version: number }>;
  totp(input: SecretRef, context: CallContext): Promise<TotpCode>;
  /** Stores what clashes with nothing; a clash is reported and never overwritten. */
  importAll(
    input: { readonly entries: readonly ImportEntry[]; readonly dryRun: boolean },
    context: CallContext,
  ): Promise<readonly ImportOutcome[]>;
}

/** A setting as it is shown. */
export interface SettingView {
  readonly name: string;
  readonly value: number | string;
  readonly default: number | string;
  readonly description: string;
}

/** The verbs over settings; they need an unlocked vault. */
export interface SettingsApi {
  list(context: CallContext): Promise<readonly SettingView[]>;
  get(input: { readonly name: string }, context: CallContext): Promise<SettingView>;
  /** `value` as the owner writes it; refused with `invalid_input` if the setting does not take it. */
  set(
    input: { readonly name: string; readonly value: string },
    context: CallContext,
  ): Promise<SettingView>;
  reset(input: { readonly name: string }, context: CallContext): Promise<SettingView>;
}

/** What a door to the vault may write down by itself. */
export type NotedEvent =
  | 'ipc.refused'
  | 'page.gone'
  | 'page.unresponsive'
  | 'gateway.start'
  | 'gateway.stop'
  | 'gateway.refused';

/** Something that happened at a door and never reached the vault. */
export interface AuditNote {
  readonly event: NotedEvent;
  readonly reason?: ErrorCode | null;
  /** Fixed words and names of calls, never input. */
  readonly ref?: Readonly<Record<string, string>>;
  readonly n?: Readonly<Record<string, number>>;
}

/** Reading and proving the audit log. */
export interface AuditApi {
  /** Lines of the current chain in ascending order. Needs no password: the log is readable while locked. */
  query(query: AuditQuery): readonly AuditEntry[];
  /** How far the current chain reaches; needs no password, and reads no line. @throws `audit_unavailable`. */
  summary(): AuditSummary;
  /** Walks every chain from its first key, in slices; needs a vault that stays unlocked. @throws `locked`. */
  verify(context: CallContext): Promise<AuditVerification>;
  /** Writes such a line; it is durable when this returns. Needs no password. @throws `audit_unavailable`. */
  note(note: AuditNote, context: CallContext): void;
  /** The owner has seen an `audit_gap`: later unlocks do not speak of it. */
  acknowledgeGap(context: CallContext): Promise<void>;
}

/** The owner's password again, and what becomes of API keys that verify. */
export interface RepairInput {
  readonly password: Uint8Array;
  /** Default false: all of them are revoked, for an older state of a key's row verifies too. */
  readonly keepKeys?: boolean;
}

/** What a repair of a tampered vault found and did. */
export interface RepairReport {
  /** Name of the untouched copy beside the vault file. */
  readonly copy: string;
  /** Records that do not verify and live on in the copy only. */
  readonly dropped: readonly { readonly table: string; readonly id: string }[];
  /** What stays and steers security, to be looked through by the owner. */
  readonly kept: readonly { readonly table: string; readonly id: string }[];
}

/** The schema: where it stands, and the way back. */
export interface MigrationsApi {
  status(): {
    readonly version: number;
    readonly latest: number;
    readonly steps: readonly { readonly number: number; readonly name: string }[];
  };
  /** Steps the schema back, after a verified copy of the file. */
  down(input: { readonly to: number }, context: CallContext): Promise<readonly number[]>;
}

/** Everything a vault can do: IPC handlers, commands and routes only translate it. */
export interface VaultApi {
  status(): VaultStatus;
  /** First-time setup; unlocked afterwards. @throws `already_initialized`, `weak_password`. */
  setup(input: { readonly password: Uint8Array }, context: CallContext): Promise<void>;
  /** Passwords are UTF-8; the buffer is the caller's to wipe. */
  unlock(input: { readonly password: Uint8Array }, context: CallContext): Promise<UnlockReport>;
  /** Keys and opened values are gone when this returns its promise; the rest of the lock has settled when it resolves. */
  lock(cause: LockCause, context: CallContext): Promise<void>;
  changePassword(
    input: {
      readonly current: Uint8Array;
      readonly next: Uint8Array;
      /** Someone may know the old password: make a new vault key and seal everything again. */
      readonly renewVaultKey: boolean;
    },
    context: CallContext,
  ): Promise<void>;
  /** What `repair` would drop and keep. @throws `invalid_input` if nothing is wrong. */
  previewRepair(context: CallContext): Promise<Pick<RepairReport, 'dropped' | 'kept'>>;
  /** Takes a tampered vault as it is, after a copy of it. @throws `invalid_input` if nothing is wrong. */
  repair(input: RepairInput, context: CallContext): Promise<RepairReport>;
  readonly secrets: SecretsApi;
  readonly clients: ClientsApi;
  readonly keys: KeysApi;
  readonly grants: GrantsApi;
  readonly pauses: PausesApi;
  readonly plans: PlansApi;
  readonly access: AccessApi;
  readonly conversations: ConversationsApi;
  readonly memory: MemoryApi;
  readonly profiles: ProfilesApi;
  readonly search: SearchApi;
  readonly settings: SettingsApi;
  readonly audit: AuditApi;
  readonly migrations: MigrationsApi;
  /** Calls back on every change of state; returns the function that ends it. What a listener throws is dropped. */
  onStateChange(listener: (state: VaultState) => void): () => void;
  /** Locks, flushes and closes the file. */
  close(): Promise<void>;
}
