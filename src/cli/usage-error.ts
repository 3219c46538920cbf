import type { CommanderError } from 'commander';
import { VaultError } from '../shared/vault-error.ts';

/** A refusal of what was typed. `hint` is a sentence of ours and never holds a part of an argument. */
export function invalidInput(hint: string): VaultError {
  return new VaultError('invalid_input', { hint });
}

const SENTENCES: Readonly<Record<string, string>> = {
  'commander.help': 'The command takes another word after it.',
  'commander.unknownCommand': 'There is no such command.',
  'commander.unknownOption': 'There is no such option.',
  'commander.excessArguments': 'There are more arguments than this command takes.',
  'commander.missingArgument': 'An argument is missing.',
  'commander.optionMissingArgument': 'An option is without its value.',
  'commander.missingMandatoryOptionValue': 'A required option is missing.',
  'commander.conflictingOption': 'Two of the options exclude each other.',
};

/**
 * Commander's complaint as ours. Its message quotes what was typed, which may be a secret in the wrong place:
 * only its suggestion is kept, and that one names commands and options of ours alone.
 */
export function usageError(error: CommanderError): VaultError {
  const sentence = SENTENCES[error.code] ?? 'The command line is not understood.';
  const suggested = /\n\(Did you mean (?:one of )?([a-z, -]+)\?\)$/.exec(error.message)?.[1];
  const suggestion = suggested === undefined ? '' : ` Did you mean ${suggested}?`;
  return invalidInput(`${sentence}${suggestion} \`--help\` shows what there is.`);
}
