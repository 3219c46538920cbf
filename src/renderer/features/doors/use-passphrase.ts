import { useCallback, useEffect, useState } from 'react';
import { vaultClient } from '../../vault-client.ts';

/** 7776 words have 12.9 bits each: seven are past what can be guessed even with the file in hand. */
const PASSPHRASE_WORDS = 7;

/** Words that are on the screen to be read; a text, because text is what is shown. */
export interface Suggestion {
  readonly text: string;
  readonly bits: number;
}

export interface Passphrase {
  readonly suggestion: Suggestion | null;
  /** Asks for other words; they are also given to the caller. */
  readonly suggest: () => Promise<Suggestion | null>;
}

export function usePassphrase(): Passphrase {
  const [suggestion, setSuggestion] = useState<Suggestion | null>(null);
  const suggest = useCallback(async () => {
    const reply = await vaultClient.generator.passphrase({
      words: PASSPHRASE_WORDS,
      separator: ' ',
    });
    if (!reply.ok) return null;
    const { bytes, bits } = reply.value;
    const words = { text: new TextDecoder().decode(bytes), bits };
    bytes.fill(0);
    setSuggestion(words);
    return words;
  }, []);
  useEffect(() => {
    void suggest();
  }, [suggest]);
  return { suggestion, suggest };
}
