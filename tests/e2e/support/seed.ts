import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FieldInput, VaultApi } from '../../../src/core/api.ts';
import { NEW_VAULT_COST } from '../../../src/core/format/header.ts';
import { seedVault } from '../../bench/seed-vault.ts';
import {
  call,
  field,
  openVaultAt,
  PASSWORD,
  SteppingClock,
  utf8,
} from '../../support/vault-fixture.ts';
import { runFolder } from './run-folder.ts';
import { SAMPLE_BEGIN, SAMPLE_NOW, SAMPLE_SECRETS, type SampleSecret } from './sample-secrets.ts';

/** The owner's password of every seeded vault. */
export const OWNER_PASSWORD = PASSWORD;

/** What a data folder may hold before the app starts; `none` is a first run. */
export type SeedName = 'none' | 'empty' | 'sample' | 'thousand' | 'ten-thousand';

const SIZES = { empty: 0, thousand: 1000, 'ten-thousand': 10_000 } as const;

/** Puts a vault into a data folder. Each is written once a run, by the vault's own code, and copied from then on. */
export async function seedHome(home: string, seed: SeedName): Promise<void> {
  if (seed === 'none') return;
  cpSync(await template(seed), home, { recursive: true });
}

async function template(seed: Exclude<SeedName, 'none'>): Promise<string> {
  const content = JSON.stringify([seed, NEW_VAULT_COST, SAMPLE_SECRETS]);
  const key = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const place = join(runFolder(), `seed-${key}`);
  const busy = `${place}.busy`;
  for (;;) {
    if (existsSync(place)) return place;
    try {
      mkdirSync(busy);
      break;
    } catch {
      // Another worker is writing it.
      await pause(50);
    }
  }
  try {
    const folder = mkdtempSync(`${place}.`);
    if (seed === 'sample') await writeSample(folder);
    else await seedVault(folder, SIZES[seed]);
    renameSync(folder, place);
  } finally {
    rmSync(busy, { recursive: true, force: true });
  }
  return place;
}

const SET_AT_NOON = 'T12:00:00.000Z';
const asFields = (fields: Readonly<Record<string, string>>, concealed: boolean): FieldInput[] =>
  Object.entries(fields).map(([name, value]) => ({ ...field(value, name), concealed }));

/** One change, on its day. */
interface Change {
  readonly on: string;
  readonly make: (vault: VaultApi) => Promise<unknown>;
}

function changesOf(secret: SampleSecret): Change[] {
  const { name, kind, metadata, plain = {}, concealed = {}, earlier = [], totp } = secret;
  const versions = [...earlier, { on: secret.on, concealed }];
  return versions.map((version, at) => ({
    on: version.on,
    make: async (vault) => {
      const changed = asFields(version.concealed, true);
      const first = { kind, metadata, ...(totp === undefined ? {} : { totp: utf8(totp) }) };
      const fields = at === 0 ? [...asFields(plain, false), ...changed] : changed;
      await vault.secrets.set({ name, fields, ...(at === 0 ? first : {}) }, call());
    },
  }));
}

async function writeSample(home: string): Promise<void> {
  const clock = new SteppingClock();
  clock.wallMs = Date.parse(SAMPLE_BEGIN);
  const vault = openVaultAt(home, { clock, targetCost: NEW_VAULT_COST });
  await vault.setup({ password: utf8(OWNER_PASSWORD) }, call());
  const changes = SAMPLE_SECRETS.flatMap(changesOf).sort((a, b) => a.on.localeCompare(b.on));
  for (const { on, make } of changes) {
    clock.wallMs = Date.parse(on + SET_AT_NOON);
    await make(vault);
  }
  clock.wallMs = Date.parse(SAMPLE_NOW) - 3_600_000;
  await vault.close();
}
