import { describe, expect, it } from 'vitest';
import { keyCaps } from '../../../../src/renderer/components/key-caps.ts';

describe('keyCaps', () => {
  it('writes Command on a Mac and Control elsewhere', () => {
    expect(keyCaps(['Mod', 'Shift', 'p'], 'mac', 'en')).toEqual(['⌘', '⇧', 'P']);
    expect(keyCaps(['Mod', 'Shift', 'p'], 'other', 'en')).toEqual(['Ctrl', 'Shift', 'P']);
  });

  it('writes what stands on a German keyboard', () => {
    expect(keyCaps(['Mod', 'Delete'], 'other', 'de')).toEqual(['Strg', 'Entf']);
  });

  it('draws arrows everywhere and leaves unknown keys as they are', () => {
    expect(keyCaps(['ArrowUp', 'ArrowDown', 'F6', ','], 'other', 'de')).toEqual([
      '↑',
      '↓',
      'F6',
      ',',
    ]);
  });
});
