import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FieldInput, VaultApi } from '../../src/core/api.ts';
import type { CallContext } from '../../src/core/call.ts';
import { COST_FLOOR, type KdfCost } from '../../src/core/format/header.ts';
import { createVault } from '../../src/core/index.ts';
import type { AuditStorage, Clock, VaultStore } from '../../src/core/ports.ts';
import { AuditFile } from '../../src/runtime/audit-file.ts';
import { systemClock } from '../../src/runtime/clock.ts';
import { vaultPaths } from '../../src/runtime/paths.ts';
import { openStore } from '../../src/store/open-store.ts';

/** The owner's password in tests. */
export const PASSWORD = 'correct horse battery staple 9!';
/** Another one that is good enough. */
export const OTHER_PASSWORD = 'Zwölf Boxkämpfer jagen Viktor quer!';

/** UTF-8 of a text. */
export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A call of its own, under a correlation id of its own. */
export function call(): CallContext {
  return { correlationId: randomUUID(), actor: 'cli' };
}

/** A clock that stands until it is moved. */
export class SteppingClock implements Clock {
  wallMs = Date.parse('2026-11-20T07:00:00.000Z');
  bootMs = 1_000_000;
  nowText = () => new Date(this.wallMs).toISOString();
  nowMs = () => this.wallMs;
  monotonicMs = () => this.bootMs;
  zone = () => 'Europe/Berlin';

  /** Both clocks move on. */
  advance(ms: number): void {
    this.wallMs += ms;
    this.bootMs += ms;
  }
}

export interface OpenOptions {
  readonly clock?: Clock;
  readonly targetCost?: KdfCost;
  /** Wraps the real parts, to break them. */
  readonly wrapStore?: (store: VaultStore) => VaultStore;
  readonly wrapAudit?: (storage: AuditStorage) => AuditStorage;
  readonly create?: boolean;
}

/** The real vault over real files, at the cheapest cost that the format allows. */
export function openVaultAt(home: string, options: OpenOptions = {}): VaultApi {
  const { database, audit } = vaultPaths(home);
  const store = openStore({ file: database, create: options.create ?? true, busyTimeoutMs: 0 });
  const storage = new AuditFile(audit);
  storage.prepare();
  return createVault({
    store: options.wrapStore?.(store) ?? store,
    auditStorage: options.wrapAudit?.(storage) ?? storage,
    clock: options.clock ?? systemClock,
    targetCost: options.targetCost ?? COST_FLOOR,
  });
}

const folders: string[] = [];

/** An empty data folder; `removeHomes` takes it away. */
export function emptyHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'strongroom-test-'));
  folders.push(home);
  return home;
}

/** Takes away every folder of this test file; call it in afterAll. */
export function removeHomes(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  template = null;
}

let template: Promise<string> | null = null;

/** A data folder with a vault under PASSWORD; made once a file, copied for each test. */
export async function seededHome(): Promise<string> {
  template ??= makeTemplate();
  const home = emptyHome();
  cpSync(await template, home, { recursive: true });
  return home;
}

async function makeTemplate(): Promise<string> {
  const home = emptyHome();
  const vault = openVaultAt(home);
  await vault.setup({ password: utf8(PASSWORD) }, call());
  await vault.close();
  return home;
}

/** An unlocked vault on a folder of its own (a copy of the seeded one unless given). */
export async function unlockedVault(
  options: OpenOptions & { readonly home?: string } = {},
): Promise<{ vault: VaultApi; home: string }> {
  const home = options.home ?? (await seededHome());
  const vault = openVaultAt(home, options);
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  return { vault, home };
}

/** A closed vault with the secrets alpha (one) and beta (two). */
export async function homeWithTwoSecrets(): Promise<string> {
  const { vault, home } = await unlockedVault();
  await vault.secrets.set({ name: 'alpha', fields: [field('one')] }, call());
  await vault.secrets.set({ name: 'beta', fields: [field('two')] }, call());
  await vault.close();
  return home;
}

/** How an unlock of that folder ends: the state, or the code of the refusal. */
export async function unlockEnds(home: string, password: string): Promise<string> {
  const vault = openVaultAt(home);
  try {
    return (await vault.unlock({ password: utf8(password) }, call())).state;
  } catch (thrown) {
    return (thrown as { code: string }).code;
  } finally {
    await vault.close();
  }
}

/** One concealed field. */
export function field(value: string, name = 'value'): FieldInput {
  return { name, value: utf8(value) };
}

/** The text of one field of a secret. */
export function valueOf(
  vault: VaultApi,
  name: string,
  options: { readonly field?: string; readonly version?: number } = {},
): Promise<string> {
  const { field: wanted = 'value', version } = options;
  return vault.secrets.withSecret(
    version === undefined ? { name } : { name, version },
    'read',
    ({ fields }) => {
      const found = fields.find((candidate) => candidate.name === wanted);
      if (found === undefined) throw new Error('no such field');
      return new TextDecoder().decode(found.value);
    },
    call(),
  );
}

/** The audit log's current lines, parsed. */
export function auditLines(home: string): Record<string, unknown>[] {
  const file = join(vaultPaths(home).audit, 'audit.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
