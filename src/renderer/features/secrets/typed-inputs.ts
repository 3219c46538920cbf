import { useMemo, useRef } from 'react';
import type { SecretForm } from './form-state.ts';

/** The input of the one-time code's seed among the others. */
export const TOTP_KEY = ' totp';

export type Input = HTMLInputElement | HTMLTextAreaElement;

/**
 * The inputs in which values are typed, by the key of their field. React holds none of what is in them: it is read once,
 * when it is saved.
 */
export interface TypedInputs {
  readonly register: (key: string, input: Input) => () => void;
  readonly isFilled: (key: string) => boolean;
  readonly textOf: (key: string) => string;
  /** Whether anything was typed that would be lost. */
  readonly anyTyped: (form: SecretForm) => boolean;
  readonly clear: () => void;
}

export function useTypedInputs(): TypedInputs {
  const inputs = useRef(new Map<string, Input>());
  return useMemo(() => {
    const textOf = (key: string) => inputs.current.get(key)?.value ?? '';
    return {
      register: (key, input) => {
        inputs.current.set(key, input);
        return () => {
          // What takes its place, such as a taller one, is there already.
          if (inputs.current.get(key) === input) inputs.current.delete(key);
        };
      },
      textOf,
      isFilled: (key) => textOf(key) !== '',
      anyTyped: ({ fields }) =>
        textOf(TOTP_KEY) !== '' ||
        fields.some(
          ({ key, initial }) => inputs.current.has(key) && textOf(key) !== (initial ?? ''),
        ),
      clear: () => {
        for (const input of inputs.current.values()) input.value = '';
      },
    };
  }, []);
}
