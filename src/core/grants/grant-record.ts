import {
  GRANT_MODES,
  type Fence,
  type GrantLimits,
  type GrantMode,
  type GrantRules,
} from '../../shared/client.ts';
import { idBytes, isUuid } from '../../shared/ids.ts';
import type { FieldAddress } from '../format/field-address.ts';
import { openJson, sealJson } from '../format/sealed-json.ts';
import type { VaultKeys } from '../format/vault-keys.ts';
import { hashCovered } from '../integrity/covered-hashes.ts';
import { rowMacHolds } from '../integrity/verify-integrity.ts';
import type { UnsignedRow } from '../integrity/write-covered.ts';
import type { GrantRow } from '../rows.ts';
import { parseLimits, parseRules } from './rules.ts';

/** Format byte of grants (docs/format.md §4). */
const KIND_GRANT = 20;

/** A grant whose row is vouched for and says what is sealed in it. */
export interface OpenGrant {
  readonly row: GrantRow;
  readonly mode: GrantMode | 'write';
  readonly fence: Fence;
  readonly rules: GrantRules;
  readonly limits: GrantLimits;
}

/** What steers: plain in the row, where it is looked up, and sealed beside the rules. */
const STEERING = [
  'client_id',
  'object_kind',
  'object_id',
  'mode',
  'fence',
] as const satisfies readonly (keyof GrantRow)[];

/** Whether a text has the form of a grant's id. */
export function isGrantId(text: string): boolean {
  return text.startsWith('grt_') && isUuid(text.slice('grt_'.length));
}

/** The address of a grant's rules. */
export function rulesAddress({ id, version }: Pick<GrantRow, 'id' | 'version'>): FieldAddress {
  return {
    column: 'grants.encrypted_rules',
    recordId: idBytes(id),
    recordVersion: version,
    kind: KIND_GRANT,
  };
}

/** The row for a grant, without its MAC. */
export function sealGrant(
  keys: VaultKeys,
  content: Omit<GrantRow, 'encrypted_rules' | 'row_mac'>,
  conditions: { readonly rules: GrantRules; readonly limits: GrantLimits },
): UnsignedRow<'grants'> {
  const steering = Object.fromEntries(STEERING.map((column) => [column, content[column]]));
  const { perMinute, perHour, perDay } = conditions.limits;
  const limits = { per_minute: perMinute, per_hour: perHour, per_day: perDay };
  const sealed = { ...steering, rules: conditions.rules, limits };
  return { ...content, encrypted_rules: sealJson(keys, rulesAddress(content), sealed) };
}

/** Opens a grant; null if nobody vouches for the row or it holds something else than it says. */
export function openGrant(keys: VaultKeys, row: GrantRow): OpenGrant | null {
  if (!isGrantId(row.id) || !rowMacHolds(keys, hashCovered('grants', row))) return null;
  const sealed = openJson(keys, rulesAddress(row), row.encrypted_rules);
  if (sealed === null || !STEERING.every((column) => sealed[column] === row[column])) return null;
  const mode = [...GRANT_MODES, 'write' as const].find((known) => known === row.mode);
  const rules = parseRules(sealed['rules']);
  const limits = parseLimits(sealed['limits']);
  const { fence } = row;
  if (mode === undefined || rules === null || limits === null) return null;
  return fence === null || fence === 'paper' || fence === 'live'
    ? { row, mode, fence, rules, limits }
    : null;
}
