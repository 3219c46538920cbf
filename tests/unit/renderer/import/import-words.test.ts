import { describe, expect, it } from 'vitest';
import { faultWords } from '../../../../src/renderer/features/import/fault-words.ts';
import {
  outcomeWords,
  placedLines,
  summaryOf,
  whyWords,
} from '../../../../src/renderer/features/import/import-words.ts';
import type { ImportLine } from '../../../../src/shared/ipc/replies.ts';

const line = (given: Partial<ImportLine>): ImportLine => ({
  name: 'A',
  kind: null,
  outcome: 'imported',
  code: null,
  line: null,
  ...given,
});

describe('the words for a line of an import', () => {
  it('say before it what will be and after it what was', () => {
    expect(outcomeWords('imported', false)).toBe('import.will.imported');
    expect(outcomeWords('imported', true)).toBe('import.did.imported');
    expect(outcomeWords('clash', true)).toBe('import.outcome.clash');
  });

  it('tell a name that is taken from one that comes twice', () => {
    const taken = line({ outcome: 'clash', code: 'name_taken' });
    expect(whyWords(taken, 'dotenv')).toBe('import.why.name_taken');
    expect(whyWords({ ...taken, outcome: 'noted' }, 'dotenv')).toBe('import.why.twice');
    expect(whyWords(line({ outcome: 'noted', code: 'invalid_input' }), 'python')).toBe(
      'import.why.noted',
    );
  });

  it('speak of the format where the code says no more', () => {
    const refused = line({ outcome: 'refused', code: 'invalid_input' });
    expect(whyWords(refused, 'dotenv')).toBe('import.why.dotenv');
    expect(whyWords(refused, 'json')).toBe('import.why.json');
    expect(whyWords({ ...refused, code: 'too_large' }, 'json')).toBe('import.why.too_large');
    expect(whyWords(line({}), 'json')).toBeNull();
  });
});

describe('the summary of an import', () => {
  const reply = (...outcomes: readonly ImportLine['outcome'][]) => ({
    token: '',
    fileName: '.env',
    lines: outcomes.map((outcome) => line({ outcome })),
  });

  it('counts each outcome and leaves out what there is none of', () => {
    expect(summaryOf(reply('imported', 'noted', 'imported', 'clash'), false)).toEqual([
      { words: 'import.summary.will', count: 2 },
      { words: 'import.summary.clash', count: 1 },
      { words: 'import.summary.noted', count: 1 },
    ]);
  });

  it('says that nothing is imported', () => {
    expect(summaryOf(reply('damaged'), true)).toEqual([
      { words: 'import.summary.did', count: 0 },
      { words: 'import.summary.damaged', count: 1 },
    ]);
  });
});

describe('the lines of an import', () => {
  it('stand with what needs a look first, and else as in the file', () => {
    const lines = (['imported', 'noted', 'clash', 'imported', 'damaged', 'refused'] as const).map(
      (outcome) => line({ outcome }),
    );
    expect(placedLines(lines).map(({ place }) => place)).toEqual([4, 5, 2, 1, 0, 3]);
  });
});

describe('the words for a fault', () => {
  it('speak of the file and of its own password', () => {
    expect(faultWords('invalid_input', 'dotenv')).toBe('import.error.dotenv');
    expect(faultWords('vault_in_use', 'python')).toBe('import.error.python');
    expect(faultWords('bad_password', 'python')).toBe('import.error.password');
    expect(faultWords('not_found', 'json')).toBe('import.error.again');
  });

  it('leave to the code what is not about the import', () => {
    expect(faultWords('bad_password', 'json')).toBeNull();
    expect(faultWords('tampered', 'dotenv')).toBeNull();
  });
});
