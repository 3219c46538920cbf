import type { LockCause } from '../../../shared/model.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** Reasons that the vault itself writes down. Another one stands there as its code. */
export const REASON_WORDS: Readonly<Record<string, MessageKey>> = {
  internal: 'audit.reason.internal',
  invalid_input: 'audit.reason.invalid_input',
  value_not_text: 'audit.reason.value_not_text',
  name_invalid: 'audit.reason.name_invalid',
  name_taken: 'audit.reason.name_taken',
  version_conflict: 'audit.reason.version_conflict',
  weak_password: 'audit.reason.weak_password',
  bad_password: 'audit.reason.bad_password',
  locked: 'audit.reason.locked',
  throttled: 'audit.reason.throttled',
  busy: 'audit.reason.busy',
  not_found: 'audit.reason.not_found',
  already_initialized: 'audit.reason.already_initialized',
  not_initialized: 'audit.reason.not_initialized',
  rate_limited: 'audit.reason.rate_limited',
  too_large: 'audit.reason.too_large',
  audit_unavailable: 'audit.reason.audit_unavailable',
  db_corrupt: 'audit.reason.db_corrupt',
  vault_header_invalid: 'audit.reason.vault_header_invalid',
  key_slot_corrupt: 'audit.reason.key_slot_corrupt',
  header_tampered: 'audit.reason.header_tampered',
  tampered: 'audit.reason.tampered',
  record_corrupt: 'audit.reason.record_corrupt',
  newer_format: 'audit.reason.newer_format',
  not_available: 'audit.reason.not_available',
};

/** Why the vault was locked. */
export const CAUSE_WORDS: Readonly<Record<LockCause, MessageKey>> = {
  owner: 'audit.cause.owner',
  idle: 'audit.cause.idle',
  suspend: 'audit.cause.suspend',
  screen_lock: 'audit.cause.screen_lock',
  user_switch: 'audit.cause.user_switch',
  clock_jump: 'audit.cause.clock_jump',
  max_age: 'audit.cause.max_age',
  quit: 'audit.cause.quit',
  page_crashed: 'audit.cause.page_crashed',
};

/** What an unlock found changed. */
export const FINDING_WORDS: Readonly<Record<string, MessageKey>> = {
  no_manifest: 'audit.finding.no_manifest',
  manifest_mac: 'audit.finding.manifest_mac',
  epoch: 'audit.finding.epoch',
  row_mac: 'audit.finding.row_mac',
  digest: 'audit.finding.digest',
  generation: 'audit.finding.generation',
};

/** The words of a code, or the code itself where there are none. */
export function wordsOr(
  table: Readonly<Record<string, MessageKey>>,
  code: string,
  t: (key: MessageKey) => string,
): string {
  const key = Object.hasOwn(table, code) ? table[code] : undefined;
  return key === undefined ? code : t(key);
}
