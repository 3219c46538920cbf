import { describe, expect, it } from 'vitest';
import { stampOf } from '../../../../src/renderer/components/stamp-word.ts';

describe('stampOf', () => {
  it('stamps live and paper, however they are written', () => {
    expect(stampOf('live')).toEqual({ kind: 'live', word: 'LIVE' });
    expect(stampOf(' Paper ')).toEqual({ kind: 'paper', word: 'PAPER' });
  });

  it('never gives another word the look of either', () => {
    for (const word of ['demo', 'test', 'prod', 'live-eu', 'paper2', 'ｌｉｖｅ', 'lіve']) {
      expect(stampOf(word)?.kind, word).toBe('other');
    }
    expect(stampOf('staging')).toEqual({ kind: 'other', word: 'staging' });
  });

  it('is nothing without an environment', () => {
    expect(stampOf(null)).toBeNull();
    expect(stampOf(undefined)).toBeNull();
    expect(stampOf('  ')).toBeNull();
  });
});
