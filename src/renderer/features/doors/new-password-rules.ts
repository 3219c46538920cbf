import type { StrengthReply } from '../../../shared/ipc/replies.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** What keeps a new password from being used, and at which of the two fields it is said. */
export interface NewPasswordProblem {
  readonly field: 'password' | 'again';
  readonly key: MessageKey;
}

const RULES: Readonly<Record<NonNullable<StrengthReply['refused']>, MessageKey>> = {
  too_short: 'doors.new.error.too_short',
  too_long: 'doors.new.error.too_long',
  easy_to_guess: 'doors.new.error.easy_to_guess',
};

interface Typed {
  readonly password: string;
  readonly again: string;
  /** The rule it breaks, as far as that is known. */
  readonly refused: StrengthReply['refused'];
}

/** The first thing that is wrong; null: main may be asked. */
export function newPasswordProblem({ password, again, refused }: Typed): NewPasswordProblem | null {
  if (password === '') return { field: 'password', key: 'doors.new.error.empty' };
  if (refused !== null) return { field: 'password', key: RULES[refused] };
  if (again === '') return { field: 'again', key: 'doors.new.error.again_empty' };
  return again === password ? null : { field: 'again', key: 'doors.new.error.different' };
}
