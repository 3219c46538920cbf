import { useRef, useState, type RefObject } from 'react';
import type { StrengthReply } from '../../../shared/ipc/replies.ts';
import { newPasswordProblem, type NewPasswordProblem } from './new-password-rules.ts';
import { usePassphrase, type Suggestion } from './use-passphrase.ts';
import { useStrength } from './use-strength.ts';

type InputRef = RefObject<HTMLInputElement | null>;

/** A new password while it is chosen. What is typed stays in the two inputs and nowhere else. */
export interface NewPassword {
  readonly password: InputRef;
  readonly again: InputRef;
  readonly strength: StrengthReply | null;
  readonly suggestion: Suggestion | null;
  /** The suggested words are what is in the fields. */
  readonly used: boolean;
  /** Both fields hold the same. */
  readonly same: boolean;
  readonly problem: NewPasswordProblem | null;
  readonly change: () => void;
  readonly leaveAgain: () => void;
  readonly useSuggestion: () => void;
  /** Other words; in both fields if those before were. */
  readonly suggest: () => void;
  /** Whether main may be asked. If not, the first wrong field says why and has the focus. */
  readonly check: () => boolean;
  /** Main found it too weak. */
  readonly refuse: () => void;
  readonly bytes: () => Uint8Array<ArrayBuffer>;
  readonly clear: () => void;
}

const textOf = ({ current }: InputRef): string => current?.value ?? '';

function put(inputs: readonly InputRef[], text: string): void {
  for (const { current } of inputs) if (current !== null) current.value = text;
}

export function useNewPassword(): NewPassword {
  const password = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const { reply: strength, refused, look } = useStrength();
  const { suggestion, suggest: suggestWords } = usePassphrase();
  const [used, setUsed] = useState(false);
  const [same, setSame] = useState(false);
  const [problem, setProblem] = useState<NewPasswordProblem | null>(null);

  const show = (next: NewPasswordProblem | null) => {
    setProblem(next);
    if (next !== null) (next.field === 'password' ? password : again).current?.focus();
  };
  const find = () =>
    newPasswordProblem({ password: textOf(password), again: textOf(again), refused: refused() });
  const takeIn = (words: Suggestion | null) => {
    const text = textOf(password);
    setProblem(null);
    setSame(text !== '' && text === textOf(again));
    setUsed(text === words?.text);
    if (password.current !== null) look(password.current);
  };
  const fill = (words: Suggestion) => {
    put([password, again], words.text);
    takeIn(words);
  };
  const suggest = async () => {
    const words = await suggestWords();
    if (used && words !== null) fill(words);
  };
  return {
    ...{ password, again, strength, suggestion, used, same, problem },
    change: () => takeIn(suggestion),
    leaveAgain: () => {
      const found = find();
      if (textOf(again) !== '' && found?.field === 'again') setProblem(found);
    },
    useSuggestion: () => {
      if (suggestion !== null) fill(suggestion);
    },
    suggest: () => void suggest(),
    check: () => {
      const found = find();
      show(found);
      return found === null;
    },
    refuse: () => show({ field: 'password', key: 'doors.new.error.easy_to_guess' }),
    bytes: () => new TextEncoder().encode(textOf(password)),
    clear: () => put([password, again], ''),
  };
}
