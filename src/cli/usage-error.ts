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
  'commander.missingArgument': 'The argument <> is missing.',
  'commander.optionMissingArgument': 'The option <> needs its value.',
  'commander.missingMandatoryOptionValue': 'The option <> is missing.',
  'commander.conflictingOption': 'Two of the options exclude each other.',
};

/** Commander quotes what is missing as we declared it; nothing of what was typed can stand there. */
const DECLARED: Readonly<Record<string, RegExp>> = {
  'commander.missingArgument': /^error: missing required argument '([a-z-]+)'$/,
  'commander.optionMissingArgument': /^error: option '([a-z<> -]+)' argument missing$/,
  'commander.missingMandatoryOptionValue': /^error: required option '([a-z<> -]+)' not specified$/,
};

/**
 * Commander's complaint as ours. Its message quotes what was typed, which may be a secret in the wrong place:
 * only its suggestion and what is missing are kept, and those name commands, options and arguments of ours alone.
 * `path` are the words of the command it is about.
 */
export function usageError({ code, message }: CommanderError, path: string): VaultError {
  const sentence = SENTENCES[code] ?? 'The command line is not understood.';
  const suggested = /\n\(Did you mean (?:one of )?([a-z, -]+)\?\)$/.exec(message)?.[1];
  const suggestion = suggested === undefined ? '' : ` Did you mean ${suggested}?`;
  const missing = DECLARED[code]?.exec(message)?.[1] ?? '';
  const named = sentence.replace('<>', missing.startsWith('-') ? missing : `<${missing}>`);
  return invalidInput(`${named}${suggestion} See \`${path} --help\`.`);
}
