/** Whether the long form was asked for. */
export const SLOW = process.env['SLOW'] === '1';

/** For tests that start programs or run many key derivations: long, so that a busy machine fails none of them. */
export const FAULT_TIMEOUT_MS = SLOW ? 3_600_000 : 120_000;

/** How often a fault is tried: `short` in every run, `long` with SLOW=1. */
export function rounds(short: number, long: number): number {
  return SLOW ? long : short;
}

/**
 * A repeatable stream of numbers (mulberry32). The short form always takes the same one, the long form another one
 * each time; FAULT_SEED repeats a run that failed.
 */
export class SeededRandom {
  readonly seed: number;
  #state: number;

  constructor(seed: number = chosenSeed()) {
    this.seed = seed;
    this.#state = seed;
  }

  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }
}

function chosenSeed(): number {
  const given = process.env['FAULT_SEED'];
  if (given !== undefined) return Number(given);
  return SLOW ? Date.now() % 1_000_000_007 : 20_261_120;
}

/** Runs `body` once a round; a failure tells how to repeat it. */
export async function everyRound(
  count: number,
  body: (random: SeededRandom, round: number) => Promise<string | undefined>,
): Promise<string[]> {
  const random = new SeededRandom();
  const told: string[] = [];
  for (let round = 0; round < count; round += 1) {
    const own = new SeededRandom(random.below(2 ** 31));
    try {
      told.push((await body(own, round)) ?? '');
    } catch (thrown) {
      const where = `round ${String(round)} of FAULT_SEED=${String(random.seed)}`;
      if (thrown instanceof Error) {
        thrown.message = `${where}: ${thrown.message}`;
        throw thrown;
      }
      throw new Error(`${where}: ${String(thrown)}`, { cause: thrown });
    }
  }
  return told;
}
