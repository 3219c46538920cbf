import { useEffect, useState } from 'react';
import type { CallError } from '../../../shared/ipc/types.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { vaultClient } from '../../vault-client.ts';
import { takeText } from '../secrets/take-text.ts';

/** What the owner may choose; `LIMITS` are the contract's, or narrower where more makes no sense. */
export interface Choices {
  readonly form: 'password' | 'passphrase';
  readonly length: number;
  readonly symbols: boolean;
  /** Also characters that are easily taken for others. */
  readonly ambiguous: boolean;
  readonly words: number;
  readonly separator: '-' | ' ' | '.' | '_';
}

export const LIMITS = {
  length: { min: 8, max: 128 },
  words: { min: 4, max: 20 },
} as const;

export interface Suggestion {
  /** Empty until the first answer. */
  readonly text: string;
  readonly bits: number;
  readonly error: CallError | null;
  readonly again: () => void;
}

const EMPTY = { text: '', bits: 0, error: null };

/** A suggestion by these choices, anew whenever one changes; it goes with the component. */
export function useSuggestion(choices: Choices): Suggestion {
  const [suggestion, setSuggestion] = useState<Omit<Suggestion, 'again'>>(EMPTY);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let wanted = true;
    const timer = window.setTimeout(() => {
      valueOf(ask(choices)).then(
        ({ bytes, bits }) => {
          if (wanted) setSuggestion({ text: takeText(bytes), bits, error: null });
          else bytes.fill(0);
        },
        (thrown: unknown) => {
          if (wanted) setSuggestion({ ...EMPTY, error: asRefusal(thrown) });
        },
      );
      // A slider that is dragged asks once it rests.
    }, 30);
    return () => {
      wanted = false;
      window.clearTimeout(timer);
    };
  }, [choices, turn]);
  return {
    ...suggestion,
    again: () => {
      setTurn(turn + 1);
    },
  };
}

function ask({ form, length, symbols, ambiguous, words, separator }: Choices) {
  return form === 'password'
    ? vaultClient.generator.password({ length, symbols, ambiguous })
    : vaultClient.generator.passphrase({ words, separator });
}
