import { z } from 'zod';
import type { AuditVerification, UnlockReport } from '../model.ts';
import type { SecretDetail, VersionSummary } from '../secret.ts';
import { call, event } from './call.ts';
import { DOCUMENTS, LINKS } from './links.ts';
import type {
  AppInfo,
  AuditPage,
  CompareReply,
  CopyReply,
  ImportReply,
  PageCommand,
  Preferences,
  RemoveReply,
  RepairReply,
  RevealReply,
  SecretListReply,
  SettingReply,
  StrengthReply,
  SuggestionReply,
  TotpReply,
  WindowStatus,
} from './replies.ts';
import {
  bytes,
  expectedVersion,
  fieldName,
  id,
  idPrefix,
  kind,
  metadataPatch,
  newField,
  nothing,
  ordinal,
  password,
  secretName,
  text,
  totpUri,
} from './schemas.ts';

/** A secret's fields together (256 KiB) and its metadata. */
const RECORD_BYTES = 320 * 1024;
const IMPORT_BYTES = 1024 * 1024;

const vault = {
  status: call<WindowStatus>()(nothing, { needs: 'any', rate: 'read' }),
  /** Opens the file again after a `problem`. */
  retry: call<WindowStatus>()(nothing, { needs: 'any', rate: 'heavy' }),
  strength: call<StrengthReply>()(z.strictObject({ password }), { needs: 'any', rate: 'read' }),
  setup: call<null>()(z.strictObject({ password }), { needs: 'any', rate: 'password' }),
  unlock: call<UnlockReport>()(z.strictObject({ password }), { needs: 'any', rate: 'password' }),
  lock: call<null>()(nothing, { needs: 'any', rate: 'read' }),
  changePassword: call<null>()(
    z.strictObject({ current: password, next: password, renewVaultKey: z.boolean() }),
    { needs: 'open', rate: 'password' },
  ),
  previewRepair: call<RepairReply>()(nothing, { needs: 'open', rate: 'heavy' }),
  repair: call<RepairReply>()(z.strictObject({ password }), { needs: 'open', rate: 'password' }),
  state: event<WindowStatus>(),
};

const secrets = {
  list: call<SecretListReply>()(nothing, { needs: 'open', rate: 'read' }),
  /** Everything about one secret but the values of its fields. */
  describe: call<SecretDetail>()(z.strictObject({ id }), { needs: 'open', rate: 'read' }),
  /** The only reply with what the vault holds: one concealed field, or the plain fields of one record. */
  reveal: call<RevealReply>()(
    z.strictObject({ id, field: fieldName, version: ordinal.exactOptional() }),
    { needs: 'open', rate: 'reveal' },
  ),
  revealPlain: call<RevealReply>()(z.strictObject({ id, version: ordinal.exactOptional() }), {
    needs: 'open',
    rate: 'plain',
  }),
  copy: call<CopyReply>()(
    z.strictObject({
      id,
      what: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('field'), field: fieldName }),
        z.strictObject({ kind: z.literal('totp') }),
        z.strictObject({ kind: z.literal('reference'), field: fieldName.nullable() }),
        z.strictObject({ kind: z.literal('name') }),
        z.strictObject({ kind: z.literal('account') }),
        z.strictObject({ kind: z.literal('url') }),
      ]),
    }),
    { needs: 'open', rate: 'reveal' },
  ),
  totp: call<TotpReply>()(z.strictObject({ id }), { needs: 'open', rate: 'read' }),
  create: call<{ readonly id: string; readonly version: number }>()(
    z.strictObject({
      name: secretName,
      kind,
      fields: z.array(newField).max(64),
      metadata: metadataPatch,
      totp: totpUri,
    }),
    { needs: 'open', rate: 'write', maxBytes: RECORD_BYTES },
  ),
  /** Changes name, metadata and fields in one version; what is not named stays. */
  update: call<{ readonly version: number }>()(
    z.strictObject({
      id,
      expectedVersion,
      newName: secretName.exactOptional(),
      metadata: metadataPatch.exactOptional(),
      putFields: z.array(newField).max(64).exactOptional(),
      removeFields: z.array(fieldName).max(64).exactOptional(),
      totp: totpUri,
    }),
    { needs: 'open', rate: 'write', maxBytes: RECORD_BYTES },
  ),
  rename: call<null>()(z.strictObject({ id, expectedVersion, newName: secretName }), {
    needs: 'open',
    rate: 'write',
  }),
  /** A damaged record is removed without a version: it has none to show. */
  remove: call<RemoveReply>()(
    z.strictObject({ id, expectedVersion: expectedVersion.exactOptional() }),
    { needs: 'open', rate: 'write' },
  ),
  undoRemove: call<null>()(z.strictObject({ id }), { needs: 'open', rate: 'write' }),
  history: call<readonly VersionSummary[]>()(z.strictObject({ id }), {
    needs: 'open',
    rate: 'read',
  }),
  compare: call<CompareReply>()(z.strictObject({ id, version: ordinal, with: ordinal }), {
    needs: 'open',
    rate: 'read',
  }),
  restore: call<{ readonly version: number }>()(
    z.strictObject({ id, expectedVersion, version: ordinal }),
    { needs: 'open', rate: 'write' },
  ),
  /** Something in the list changed that the page did not ask for. */
  changed: event<null>(),
};

const generator = {
  password: call<SuggestionReply>()(
    z.strictObject({
      length: z.int().min(8).max(256),
      symbols: z.boolean(),
      ambiguous: z.boolean(),
    }),
    { needs: 'any', rate: 'read' },
  ),
  passphrase: call<SuggestionReply>()(
    z.strictObject({ words: z.int().min(4).max(20), separator: text(4) }),
    { needs: 'any', rate: 'read' },
  ),
};

const imports = {
  /** Shows the system's dialog; null: the owner chose nothing. Nothing is written yet. */
  choose: call<ImportReply | null>()(z.strictObject({ format: z.enum(['dotenv', 'json']) }), {
    needs: 'open',
    rate: 'write',
  }),
  /** A file dropped on the window. */
  read: call<ImportReply>()(
    z.strictObject({
      format: z.enum(['dotenv', 'json']),
      fileName: text(255),
      content: bytes(IMPORT_BYTES),
    }),
    { needs: 'open', rate: 'write', maxBytes: IMPORT_BYTES + 4096 },
  ),
  /** Shows the system's dialog for an older Python store; its password opens it and is forgotten. */
  choosePythonStore: call<ImportReply | null>()(z.strictObject({ password }), {
    needs: 'open',
    rate: 'password',
  }),
  apply: call<ImportReply>()(z.strictObject({ token: id }), { needs: 'open', rate: 'write' }),
  drop: call<null>()(z.strictObject({ token: id }), { needs: 'any', rate: 'write' }),
};

const settings = {
  list: call<readonly SettingReply[]>()(nothing, { needs: 'open', rate: 'read' }),
  set: call<SettingReply>()(z.strictObject({ name: text(64), value: text(256) }), {
    needs: 'open',
    rate: 'write',
  }),
  reset: call<SettingReply>()(z.strictObject({ name: text(64) }), {
    needs: 'open',
    rate: 'write',
  }),
};

const audit = {
  /** Newest first. The log holds no secret, but it says what the owner does: the page sees it in an open vault only. */
  query: call<AuditPage>()(
    z.strictObject({
      event: z
        .string()
        .regex(/^[a-z_.]{1,64}$/)
        .exactOptional(),
      outcome: z.enum(['attempt', 'ok', 'denied', 'error']).exactOptional(),
      correlationId: idPrefix.exactOptional(),
      beforeSeq: ordinal.exactOptional(),
      limit: z.int().min(1).max(500),
    }),
    { needs: 'open', rate: 'read' },
  ),
  verify: call<AuditVerification>()(nothing, { needs: 'open', rate: 'heavy' }),
  acknowledgeGap: call<null>()(nothing, { needs: 'open', rate: 'write' }),
  copyCorrelationId: call<CopyReply>()(z.strictObject({ correlationId: id }), {
    needs: 'any',
    rate: 'read',
  }),
};

const app = {
  info: call<AppInfo>()(nothing, { needs: 'any', rate: 'read' }),
  setPreferences: call<AppInfo>()(
    z.strictObject({
      theme: z.enum(['system', 'light', 'dark']).exactOptional(),
      language: z.enum(['system', 'en', 'de']).exactOptional(),
      contentProtection: z.boolean().exactOptional(),
      tray: z.boolean().exactOptional(),
    } satisfies Record<keyof Preferences, z.ZodType>),
    { needs: 'any', rate: 'write' },
  ),
  /** Opens one of our constant addresses in the system's browser. */
  openLink: call<null>()(z.strictObject({ link: z.enum(LINKS) }), { needs: 'any', rate: 'write' }),
  /** Opens a document that came with the app. */
  openDocument: call<null>()(z.strictObject({ document: z.enum(DOCUMENTS) }), {
    needs: 'any',
    rate: 'write',
  }),
  /** The page is painted and listens. */
  ready: call<null>()(nothing, { needs: 'any', rate: 'write' }),
  quit: call<null>()(nothing, { needs: 'any', rate: 'write' }),
  command: event<PageCommand>(),
  infoChanged: event<AppInfo>(),
};

const clipboard = {
  /** Clears it now if it is still ours. */
  clear: call<null>()(nothing, { needs: 'any', rate: 'write' }),
  /** Milliseconds until it is cleared; 0: it was, or something else lies there. */
  countdown: event<{ readonly remainingMs: number }>(),
};

/**
 * The one IPC contract between the page and main. Main's handler table, the preload's bridge, the types of
 * `window.strongroom` and the tests are derived from this value; channel names are computed from its keys.
 * Its calls are pinned in `tests/architecture/ipc-surface.test.ts`.
 */
export const contract = {
  vault,
  secrets,
  generator,
  imports,
  settings,
  audit,
  app,
  clipboard,
} as const;
