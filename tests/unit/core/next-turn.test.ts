import { describe, expect, it } from 'vitest';
import { atOnce, inTurns, type Sliced } from '../../../src/core/next-turn.ts';

/** Three slices; tells what became of it. */
function* threeSlices(told: string[]): Sliced<number> {
  try {
    for (const slice of ['one', 'two', 'three']) {
      told.push(slice);
      yield;
    }
    return 3;
  } finally {
    told.push('end');
  }
}

const goOn = () => undefined;

describe('inTurns', () => {
  it('lets the event loop turn after every slice, and gives the result', async () => {
    const told: string[] = [];
    let turns = 0;
    const counting = { on: true };
    const count = () => {
      turns += 1;
      if (counting.on) setImmediate(count);
    };
    setImmediate(count);
    expect(await inTurns(threeSlices(told), goOn)).toBe(3);
    counting.on = false;
    expect(told).toEqual(['one', 'two', 'three', 'end']);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('ends the work with what `mayGoOn` throws; its finally blocks run', async () => {
    const told: string[] = [];
    let asked = 0;
    const working = inTurns(threeSlices(told), () => {
      asked += 1;
      if (asked === 2) throw new RangeError('enough');
    });
    await expect(working).rejects.toBeInstanceOf(RangeError);
    expect(told).toEqual(['one', 'two', 'end']);
  });

  it('rejects with what the work throws', async () => {
    const failing = function* (): Sliced<never> {
      yield;
      throw new TypeError('broken');
    };
    await expect(inTurns(failing(), goOn)).rejects.toBeInstanceOf(TypeError);
  });
});

describe('atOnce', () => {
  it('gives the result of all slices', () => {
    expect(atOnce(threeSlices([]))).toBe(3);
  });
});
