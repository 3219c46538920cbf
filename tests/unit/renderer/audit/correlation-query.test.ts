import { describe, expect, it } from 'vitest';
import { readCorrelation } from '../../../../src/renderer/features/audit/correlation-query.ts';

const ID = '7f3a91c2-1b2c-4d5e-8f90-a1b2c3d4e5f6';

describe('the field for a correlation id', () => {
  it('takes a whole id with or without hyphens, in any case, with space round it', () => {
    for (const typed of [ID, ` ${ID.toUpperCase()}\n`, ID.replaceAll('-', '')]) {
      expect(readCorrelation(typed)).toEqual({ kind: 'prefix', prefix: ID });
    }
  });

  it('takes the beginning of one and puts the hyphens where the log has them', () => {
    expect(readCorrelation('7f3a91c2')).toEqual({ kind: 'prefix', prefix: '7f3a91c2' });
    expect(readCorrelation('7f3a91c2-')).toEqual({ kind: 'prefix', prefix: '7f3a91c2' });
    expect(readCorrelation('7f3a91c21b')).toEqual({ kind: 'prefix', prefix: '7f3a91c2-1b' });
    for (let length = 8; length <= 32; length++) {
      const typed = ID.replaceAll('-', '').slice(0, length);
      const read = readCorrelation(typed);
      if (read.kind !== 'prefix') throw new Error('not read as a prefix');
      expect(ID.startsWith(read.prefix)).toBe(true);
      expect(read.prefix.replaceAll('-', '')).toBe(typed);
    }
  });

  it('asks nothing of the log before there are enough digits, and with anything else', () => {
    expect(readCorrelation('  ')).toEqual({ kind: 'none' });
    for (const typed of ['7f3a91c', 'momentum', `${ID}0`]) {
      expect(readCorrelation(typed)).toEqual({ kind: 'incomplete' });
    }
  });
});
