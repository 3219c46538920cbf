import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editDatabase } from '../support/edit-database.ts';
import { DAMAGE, outcomeOf, type Outcome, type Values } from '../support/damage-outcome.ts';
import {
  FAULT_TIMEOUT_MS,
  everyRound,
  rounds,
  type SeededRandom,
} from '../support/seeded-random.ts';
import {
  PASSWORD,
  call,
  emptyHome,
  field,
  openVaultAt,
  removeHomes,
  utf8,
} from '../support/vault-fixture.ts';

afterAll(removeHomes);

const SECRETS = 30;
const PAGE_BYTES = 4096;

/** A closed vault with records and older values, and the same folder as a kill had left it: with its -wal. */
const made = { closed: '', killed: '', values: new Map() as Values };

beforeAll(async () => {
  const home = emptyHome();
  const values = new Map<string, Map<number, string>>();
  const first = openVaultAt(home);
  await first.setup({ password: utf8(PASSWORD) }, call());
  await first.close();
  const vault = openVaultAt(home);
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  const put = async (name: string, version: number, bytes: number): Promise<void> => {
    const value = `${name} ${String(version)} ${'x'.repeat(bytes)}`;
    await vault.secrets.set({ name, fields: [field(value)] }, call());
    values.set(name, new Map([...(values.get(name) ?? []), [version, value]]));
  };
  for (let i = 0; i < SECRETS; i += 1) {
    await put(`secret ${String(i)}`, 1, i % 10 === 0 ? 6000 : 20);
    if (i % 3 === 0) await put(`secret ${String(i)}`, 2, 30);
  }
  await vault.settings.set({ name: 'history.keep', value: '8' }, call());
  // Everything of this session still lies in the -wal: no checkpoint has run.
  made.killed = copyOf(home);
  await vault.close();
  made.closed = home;
  made.values = values;
}, FAULT_TIMEOUT_MS);

function copyOf(home: string): string {
  const copy = emptyHome();
  cpSync(home, copy, { recursive: true });
  return copy;
}

interface Flip {
  readonly file: string;
  readonly offset: number;
  readonly mask: number;
}

/** Flips a byte in a fresh copy, looks at everything, and says what happened. */
async function afterFlip(home: string, flip: Flip, unlock: boolean): Promise<Outcome> {
  const copy = copyOf(home);
  try {
    const path = join(copy, flip.file);
    const bytes = readFileSync(path);
    bytes[flip.offset] = (bytes[flip.offset] ?? 0) ^ flip.mask;
    writeFileSync(path, bytes);
    const outcome = await outcomeOf(copy, made.values, { unlock });
    const refused = typeof outcome.unlock === 'string';
    // What could not be opened is left as it is. (A -wal is taken into the file when that is closed.)
    if (refused && flip.file === 'vault.db' && outcome.open === 'ok' && home === made.closed) {
      expect(readFileSync(path).equals(bytes), 'the file was written while locked').toBe(true);
    }
    return outcome;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function randomFlip(home: string, file: string, random: SeededRandom): Flip {
  const offset = random.below(readFileSync(join(home, file)).length);
  return { file, offset, mask: 1 + random.below(255) };
}

/** Where in vault.db the rows lie that everything else hangs on, and the heads of its pages. */
function keyPlaces(home: string): (readonly [begin: number, end: number])[] {
  const file = readFileSync(join(home, 'vault.db'));
  const rows = editDatabase(home, (db) =>
    ['auth_config', 'vault_manifest', 'audit_chains'].map(
      (table) => db.prepare(`SELECT * FROM ${table}`).get() as Record<string, unknown>,
    ),
  );
  const cells = rows.flatMap((row) =>
    Object.values(row)
      .filter((cell) => typeof cell === 'string' || cell instanceof Uint8Array)
      .map((cell) => Buffer.from(cell as string)),
  );
  const ofCells = cells.map((cell): readonly [number, number] => {
    const begin = file.indexOf(cell);
    expect(begin).toBeGreaterThan(0);
    return [begin, begin + cell.length];
  });
  const pages = Array.from({ length: file.length / PAGE_BYTES }, (_, i) => i * PAGE_BYTES);
  return [...ofCells, ...pages.map((begin) => [begin, begin + 40] as const)];
}

function told(flip: Flip, outcome: Outcome): string {
  return `${JSON.stringify(flip)} → ${JSON.stringify(outcome)}`;
}

/** Damage of the vault file: a code of the table, or everything that opens is right and nothing is hidden. */
function expectNamed(flip: Flip, outcome: Outcome): void {
  const { open, status, unlock, list, refused } = outcome;
  const codes = [open, status, list, ...refused, typeof unlock === 'string' ? unlock : 'ok'];
  const named = ['ok', 'not tried', ...DAMAGE, ...(isTampered(outcome) ? ['not_found'] : [])];
  expect(
    codes.filter((code) => !named.includes(code)),
    told(flip, outcome),
  ).toEqual([]);
  const namedOfOlder = [...DAMAGE, 'not_found'];
  expect(
    outcome.refusedOlder.filter((code) => !namedOfOlder.includes(code)),
    told(flip, outcome),
  ).toEqual([]);
}

function isTampered({ unlock }: Outcome): boolean {
  return typeof unlock === 'object' && unlock.state === 'tampered';
}

describe('one flipped byte', { timeout: FAULT_TIMEOUT_MS }, () => {
  it('of vault.db is named, and no value comes back changed', async () => {
    await everyRound(rounds(16, 500), async (random, round) => {
      const flip = randomFlip(made.closed, 'vault.db', random);
      const outcome = await afterFlip(made.closed, flip, round % 2 === 0);
      expectNamed(flip, outcome);
      // Older values are not covered by the digest: each is sealed by itself.
      if (typeof outcome.unlock === 'object' && !isTampered(outcome)) {
        expect(outcome.list, told(flip, outcome)).toBe('ok');
      }
      return told(flip, outcome);
    });
  });

  it('of the rows that hold the key, or of the head of a page, is named too', async () => {
    const places = keyPlaces(made.closed);
    await everyRound(rounds(12, 300), async (random) => {
      const [begin, end] = random.pick(places);
      const offset = begin + random.below(end - begin);
      const flip = { file: 'vault.db', offset, mask: 1 + random.below(255) };
      const outcome = await afterFlip(made.closed, flip, true);
      expectNamed(flip, outcome);
      return told(flip, outcome);
    });
  });

  it.each([0x01, 0x80, 0xff])(
    'of the first 100 bytes of vault.db, in turn, is named (mask %i)',
    async (mask) => {
      const step = rounds(3, 1);
      for (let offset = mask % step; offset < 100; offset += step) {
        const flip = { file: 'vault.db', offset, mask };
        expectNamed(flip, await afterFlip(made.closed, flip, false));
      }
    },
  );

  it.each(['user_version', 'application_id', 'text encoding', 'format of reads and writes'])(
    'of the %s in its header is named by an unlock too',
    async (what) => {
      const places: Record<string, [offset: number, mask: number]> = {
        user_version: [63, 3],
        application_id: [71, 0x10],
        'text encoding': [59, 2],
        'format of reads and writes': [18, 3],
      };
      const [offset, mask] = places[what] ?? [0, 0];
      const flip = { file: 'vault.db', offset, mask };
      expectNamed(flip, await afterFlip(made.closed, flip, true));
    },
  );

  it('of the -wal of a killed vault is named: what was committed last is gone, nothing else', async () => {
    await everyRound(rounds(10, 500), async (random, round) => {
      const flip = randomFlip(made.killed, 'vault.db-wal', random);
      const outcome = await afterFlip(made.killed, flip, round % 2 === 0);
      expectNamed(flip, outcome);
      return told(flip, outcome);
    });
  });

  it.each(['audit/audit.jsonl', 'audit/chain'])(
    'of %s keeps no owner out and is noticed',
    async (file) => {
      await everyRound(rounds(5, 500), async (random) => {
        const flip = randomFlip(made.closed, file, random);
        const outcome = await afterFlip(made.closed, flip, true);
        const { open, status, list, refused, refusedOlder, read, unlock, auditOk } = outcome;
        const codes = { open, status, list, refused: [...refused, ...refusedOlder] };
        const fine = { open: 'ok', status: 'ok', list: 'ok', refused: [] };
        expect(codes, told(flip, outcome)).toEqual(fine);
        expect(unlock, told(flip, outcome)).toMatchObject({ state: 'unlocked' });
        expect(read).toBe(SECRETS + SECRETS / 3);
        const gap = typeof unlock === 'object' && unlock.notices.includes('audit_gap');
        expect(gap || auditOk === false, told(flip, outcome)).toBe(true);
        return told(flip, outcome);
      });
    },
  );
});
