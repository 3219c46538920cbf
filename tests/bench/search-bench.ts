import type { VaultApi } from '../../src/core/api.ts';
import { OWNER } from '../../src/shared/conversation.ts';
import { SeededRandom, SLOW } from '../support/seeded-random.ts';
import { PASSWORD, SteppingClock, call, openVaultAt, utf8 } from '../support/vault-fixture.ts';
import { longestBlock, median, ms, timed, type Finding } from './measure.ts';
import { join } from 'node:path';

const WORDS_IN_A_TURN = 100;
const VOCABULARY = 50_000;
const TURNS_IN_A_CONVERSATION = 100;
const QUERIES = 200;

/** Words as frequent as in a language: the few first ones are most of a text. */
function word(random: SeededRandom): string {
  const share = random.below(1_000_000) / 1_000_000;
  return `w${Math.floor(share ** 3 * VOCABULARY).toString(36)}`;
}

function text(random: SeededRandom): string {
  return Array.from({ length: WORDS_IN_A_TURN }, () => word(random)).join(' ');
}

/** A vault with so many turns of the owner's and of three clients. Returns milliseconds of one append. */
export async function seedTurns(home: string, turns: number): Promise<number> {
  const vault = openVaultAt(home, { clock: new SteppingClock() });
  const random = new SeededRandom(7);
  await vault.setup({ password: utf8(PASSWORD) }, call());
  const parties = [OWNER, ...(await clients(vault))] as const;
  const appends: number[] = [];
  for (let i = 0; i < turns;) {
    const party = random.pick(parties);
    const { id } = await vault.conversations.create(party, {}, call());
    for (let k = 0; k < TURNS_IN_A_CONVERSATION && i < turns; k += 1, i += 1) {
      const turn = { conversationId: id, role: k % 2 === 0 ? 'user' : 'assistant' } as const;
      const content = text(random);
      appends.push(
        await timed(() => vault.conversations.append(party, { ...turn, content }, call())),
      );
    }
  }
  await vault.close();
  return median(appends);
}

async function clients(vault: VaultApi) {
  const parties = [];
  for (const name of ['one', 'two', 'three']) {
    const { id } = await vault.clients.add({ name, plan: 'unlimited' }, call());
    parties.push({ clientId: id, keyId: null, tokenId: null, expiresAt: null });
  }
  return parties;
}

function query(random: SeededRandom, i: number): string {
  switch (i % 4) {
    case 0:
      return word(random);
    case 1:
      return `${word(random)} ${word(random)}`;
    case 2:
      return `"${word(random)} ${word(random)}"`;
    default:
      return `${word(random)} ${word(random)} ${word(random)}`;
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** From the end of the unlock to a complete index, then queries one after the other. */
async function measure(
  folder: string,
  turns: number,
  limits: { readonly readyMs: number; readonly queryMs: number; readonly mib: number },
): Promise<Finding[]> {
  const home = join(folder, `turns-${String(turns)}`);
  const appendMs = await seedTurns(home, turns);
  const vault = openVaultAt(home);
  await vault.unlock({ password: utf8(PASSWORD) }, call());
  let readyMs = 0;
  const block = await longestBlock(async () => {
    readyMs = await timed(() => vault.search.ready());
  });
  const { bytes } = vault.search.state();
  const random = new SeededRandom(11);
  const times: number[] = [];
  for (let i = 0; i < QUERIES; i += 1) {
    const input = { query: query(random, i), scope: 'all' } as const;
    times.push(await timed(() => vault.search.search(OWNER, input, call())));
  }
  const lockMs = await timed(() => {
    void vault.lock('owner', call());
  });
  await vault.close();
  const many = `${turns.toLocaleString('en')} turns`;
  return [
    {
      name: `${many}: index ready after unlock`,
      unit: 'ms',
      measured: readyMs,
      limit: limits.readyMs,
      detail: `append ${ms(appendMs)}; longest time without a turn of the loop ${ms(block)}; keys and index gone ${ms(lockMs)} after a lock`,
    },
    {
      name: `${many}: query, p95`,
      unit: 'ms',
      measured: percentile(times, 0.95),
      limit: limits.queryMs,
      detail: `p50 ${ms(percentile(times, 0.5))}, longest ${ms(Math.max(...times))}, of ${String(QUERIES)}`,
    },
    {
      name: `${many}: memory of the index`,
      unit: 'MiB',
      measured: bytes / 2 ** 20,
      limit: limits.mib,
      detail: `${String(WORDS_IN_A_TURN)} words a turn`,
    },
  ];
}

/** Search at 10 000 turns and, with SLOW=1, at 100 000. */
export async function benchSearch(folder: string): Promise<Finding[]> {
  const usual = await measure(folder, 10_000, { readyMs: 3000, queryMs: 100, mib: 16 });
  if (!SLOW) return usual;
  return [
    ...usual,
    ...(await measure(folder, 100_000, { readyMs: 30_000, queryMs: 300, mib: 96 })),
  ];
}
