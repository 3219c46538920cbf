import { describe, expect, it } from 'vitest';
import { findTyped, isTyping } from '../../../../src/renderer/components/type-ahead.ts';

const NAMES = ['alpaca', 'ibkr', 'ig-demo', 'ig-live', 'kraken', 'Österreich', 'Iris'];
const find = (typed: string, current: number, locale = 'en') =>
  findTyped((index) => NAMES[index], NAMES.length, typed, current, locale);

describe('findTyped', () => {
  it('finds the label that begins with what was typed, whatever its case', () => {
    expect(find('kr', 0)).toBe(4);
    expect(find('IR', 0)).toBe(6);
  });

  it('stays where it is while the word still fits', () => {
    expect(find('ig-', 3)).toBe(3);
  });

  it('steps through the labels of a letter that is typed again and again', () => {
    expect(find('i', 0)).toBe(1);
    expect(find('ii', 1)).toBe(2);
    expect(find('iii', 2)).toBe(3);
  });

  it('goes on at the start when nothing follows', () => {
    expect(find('a', 4)).toBe(0);
    expect(find('i', 6)).toBe(1);
  });

  it('knows letters beyond ASCII and the casing of the language', () => {
    expect(find('ö', 0, 'de')).toBe(5);
    expect(findTyped(() => 'İzmir', 1, 'i', -1, 'tr')).toBe(0);
  });

  it('finds nothing in an empty list, for nothing, or for what is not there', () => {
    expect(find('', 0)).toBeUndefined();
    expect(find('zz', 0)).toBeUndefined();
    expect(findTyped(() => undefined, 0, 'a', -1, 'en')).toBeUndefined();
  });
});

describe('isTyping', () => {
  const press = (key: string, held = {}) =>
    isTyping({ key, ctrlKey: false, metaKey: false, altKey: false, ...held });

  it('takes letters, also those outside the first plane', () => {
    expect(press('a')).toBe(true);
    expect(press('𝒜')).toBe(true);
  });

  it('leaves commands and named keys alone', () => {
    expect(press('c', { ctrlKey: true })).toBe(false);
    expect(press('c', { metaKey: true })).toBe(false);
    expect(press('Enter')).toBe(false);
  });
});
