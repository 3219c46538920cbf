export interface StampWord {
  readonly kind: 'live' | 'paper' | 'other';
  readonly word: string;
}

/** Only real money is LIVE and only play money is PAPER; nothing else may look like either. */
export function stampOf(environment: string | null | undefined): StampWord | null {
  const word = environment?.trim() ?? '';
  if (word === '') return null;
  switch (word.toLowerCase()) {
    case 'live':
      return { kind: 'live', word: 'LIVE' };
    case 'paper':
      return { kind: 'paper', word: 'PAPER' };
    default:
      return { kind: 'other', word };
  }
}
