import type { ErrorCode } from '../../../shared/errors.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';

/** Why no password is asked for: what happened, and what to do. */
export interface ProblemWords {
  /** Wax: the vault is harmed. Brass: something is in the way. */
  readonly tone: 'wax' | 'brass';
  readonly title: MessageKey;
  readonly why: MessageKey;
  readonly todo: readonly MessageKey[];
  /** The steps speak of the data folder. */
  readonly folder: boolean;
}

const SAVE_AND_PUT_BACK = ['doors.todo.copy_folder', 'doors.todo.put_back'] as const;

const PROBLEMS = {
  db_corrupt: {
    tone: 'wax',
    title: 'doors.problem.db_corrupt',
    why: 'doors.problem.db_corrupt.why',
    todo: [...SAVE_AND_PUT_BACK, 'doors.todo.before_migration'],
    folder: true,
  },
  vault_header_invalid: {
    tone: 'wax',
    title: 'doors.problem.vault_header_invalid',
    why: 'doors.problem.vault_header_invalid.why',
    todo: SAVE_AND_PUT_BACK,
    folder: true,
  },
  key_slot_corrupt: {
    tone: 'wax',
    title: 'doors.problem.key_slot_corrupt',
    why: 'doors.problem.key_slot_corrupt.why',
    todo: SAVE_AND_PUT_BACK,
    folder: true,
  },
  header_tampered: {
    tone: 'wax',
    title: 'doors.problem.header_tampered',
    why: 'doors.problem.header_tampered.why',
    todo: [...SAVE_AND_PUT_BACK, 'doors.todo.who_changed'],
    folder: true,
  },
  newer_format: {
    tone: 'brass',
    title: 'doors.problem.newer_format',
    why: 'doors.problem.newer_format.why',
    todo: ['doors.todo.update'],
    folder: false,
  },
  vault_in_use: {
    tone: 'brass',
    title: 'doors.problem.vault_in_use',
    why: 'doors.problem.vault_in_use.why',
    todo: ['doors.todo.close_other', 'doors.todo.then_retry'],
    folder: true,
  },
  audit_unavailable: {
    tone: 'brass',
    title: 'doors.problem.audit_unavailable',
    why: 'doors.problem.audit_unavailable.why',
    todo: ['doors.todo.make_room', 'doors.todo.check_rights', 'doors.todo.then_retry'],
    folder: true,
  },
  internal: {
    tone: 'brass',
    title: 'doors.problem.internal',
    why: 'doors.problem.internal.why',
    todo: ['doors.todo.try_once', 'doors.todo.report'],
    folder: false,
  },
} as const satisfies Partial<Record<ErrorCode, ProblemWords>>;

type ProblemCode = keyof typeof PROBLEMS;

/** Whether a refused unlock is about the vault and not about the password. */
export function isProblem(code: ErrorCode): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** The words of a code; of one that nobody expected at a door, those of `internal`. */
export function problemWords(code: ErrorCode): ProblemWords {
  return PROBLEMS[isProblem(code) ? code : 'internal'];
}
