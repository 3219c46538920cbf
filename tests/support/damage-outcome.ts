import { expect } from 'vitest';
import type { VaultApi } from '../../src/core/api.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';
import type { UnlockReport } from '../../src/shared/model.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { PASSWORD, call, openVaultAt, utf8, valueOf } from './vault-fixture.ts';

/** What damage of the vault file may be called (docs/format.md §10). */
export const DAMAGE: readonly ErrorCode[] = [
  'db_corrupt',
  'newer_format',
  'vault_header_invalid',
  'key_slot_corrupt',
  'header_tampered',
  'tampered',
  'record_corrupt',
];

/** Every value of a vault: name, then version, then the text. */
export type Values = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** How a damaged vault answered, call by call. */
export interface Outcome {
  readonly open: ErrorCode | 'ok';
  readonly status: ErrorCode | 'ok';
  readonly unlock: ErrorCode | UnlockReport | 'not tried';
  /** Codes with which present values were refused. */
  readonly refused: readonly ErrorCode[];
  /** The same for older versions, whose rows are not covered: each is sealed by itself, and one can be missing. */
  readonly refusedOlder: readonly ErrorCode[];
  readonly list: ErrorCode | 'ok' | 'not tried';
  /** Values that were read, all of them right. */
  readonly read: number;
  readonly auditOk: boolean | ErrorCode | null;
}

/** The code of a refusal. Anything but a VaultError is a fault of ours. */
async function codeOf(act: () => Promise<unknown>): Promise<ErrorCode | 'ok'> {
  try {
    await act();
    return 'ok';
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    return thrown.code;
  }
}

/** Opens a damaged vault, unlocks it, lists it, opens every value; a wrong value fails at once. */
export async function outcomeOf(
  home: string,
  values: Values,
  options: { readonly unlock: boolean },
): Promise<Outcome> {
  const opened: { vault: VaultApi | null } = { vault: null };
  const open = await codeOf(async () => {
    opened.vault = openVaultAt(home, { create: false });
  });
  const { vault } = opened;
  const nothing = {
    unlock: 'not tried',
    list: 'not tried',
    refused: [],
    refusedOlder: [],
    read: 0,
  } as const;
  if (vault === null) return { open, status: 'ok', ...nothing, auditOk: null };
  const status = await codeOf(async () => vault.status());
  await codeOf(async () => vault.audit.query({}));
  if (!options.unlock) {
    await vault.close();
    return { open, status, ...nothing, auditOk: null };
  }
  const unlocked = await unlockOf(vault);
  if (typeof unlocked === 'string') {
    await vault.close();
    return { open, status, ...nothing, unlock: unlocked, auditOk: null };
  }
  const list = await codeOf(() => vault.secrets.list(call()));
  const readings = await readAll(vault, values);
  const verified: { ok: boolean } = { ok: false };
  const verify = await codeOf(async () => {
    verified.ok = (await vault.audit.verify(call())).ok;
  });
  await vault.close();
  const auditOk = verify === 'ok' ? verified.ok : verify;
  return { open, status, unlock: unlocked, list, ...readings, auditOk };
}

async function unlockOf(vault: VaultApi): Promise<ErrorCode | UnlockReport> {
  try {
    return await vault.unlock({ password: utf8(PASSWORD) }, call());
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    return thrown.code;
  }
}

async function readAll(
  vault: VaultApi,
  values: Values,
): Promise<Pick<Outcome, 'refused' | 'refusedOlder' | 'read'>> {
  const refused: ErrorCode[] = [];
  const refusedOlder: ErrorCode[] = [];
  let read = 0;
  for (const [name, versions] of values) {
    const present = Math.max(...versions.keys());
    for (const [version, value] of versions) {
      const code = await codeOf(async () => {
        expect(await valueOf(vault, name, { version })).toBe(value);
        read += 1;
      });
      if (code !== 'ok') (version === present ? refused : refusedOlder).push(code);
    }
  }
  return { refused, refusedOlder, read };
}
