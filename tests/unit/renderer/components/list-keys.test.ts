import { describe, expect, it } from 'vitest';
import { moveBy, moveRound } from '../../../../src/renderer/components/list-keys.ts';

const at = (index: number, count = 100, page = 10) => ({ index, count, page });

describe('moveBy', () => {
  it('stops at both ends', () => {
    expect(moveBy('ArrowUp', at(0))).toBe(0);
    expect(moveBy('ArrowDown', at(99))).toBe(99);
    expect(moveBy('PageUp', at(4))).toBe(0);
    expect(moveBy('PageDown', at(95))).toBe(99);
  });

  it('keeps one row of the last page in sight', () => {
    expect(moveBy('PageDown', at(0))).toBe(9);
    expect(moveBy('PageUp', at(50))).toBe(41);
  });

  it('moves on even if less than two rows fit', () => {
    expect(moveBy('PageDown', at(3, 100, 1))).toBe(4);
    expect(moveBy('PageUp', at(3, 100, 0))).toBe(2);
  });

  it('enters a list without a choice at the end the key comes from', () => {
    expect(moveBy('ArrowDown', at(-1))).toBe(0);
    expect(moveBy('ArrowUp', at(-1))).toBe(99);
    expect(moveBy('PageDown', at(-1))).toBe(9);
    expect(moveBy('PageUp', at(-1))).toBe(0);
  });

  it('goes to the first and the last row', () => {
    expect(moveBy('Home', at(50))).toBe(0);
    expect(moveBy('End', at(50))).toBe(99);
  });

  it('leaves other keys and empty lists alone', () => {
    expect(moveBy('ArrowRight', at(5))).toBeUndefined();
    expect(moveBy('a', at(5))).toBeUndefined();
    expect(moveBy('Home', at(-1, 0))).toBeUndefined();
  });
});

describe('moveRound', () => {
  it('joins the ends', () => {
    expect(moveRound('ArrowDown', 4, 5)).toBe(0);
    expect(moveRound('ArrowUp', 0, 5)).toBe(4);
  });

  it('starts at the end the key comes from', () => {
    expect(moveRound('ArrowDown', -1, 5)).toBe(0);
    expect(moveRound('ArrowUp', -1, 5)).toBe(4);
  });

  it('has nowhere to go in an empty menu', () => {
    expect(moveRound('ArrowDown', -1, 0)).toBeUndefined();
  });
});
