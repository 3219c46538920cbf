import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { parseInteger } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';

/** Either a password of characters or a passphrase of words; null takes the generator's default. */
export type GenerateInput =
  | {
      readonly make: 'password';
      readonly length: number | null;
      readonly symbols: boolean;
      readonly ambiguous: boolean;
    }
  | { readonly make: 'passphrase'; readonly words: number; readonly separator: string | null };

interface GenerateOptions {
  readonly length?: string;
  readonly words?: string;
  readonly separator?: string;
  /** Commander sets the default of a --no-option only for options that were there before it parsed. */
  readonly symbols?: boolean;
  readonly ambiguous?: boolean;
}

export function configure(command: Command, act: Act): void {
  command
    .option('--length <n>', 'so many characters (default: 24)')
    .option('--no-symbols', 'letters and digits only')
    .option('--no-ambiguous', 'without characters that look alike')
    .option('--words <n>', 'a passphrase of so many words instead')
    .option('--separator <text>', 'what stands between the words (default: -)')
    .action((options: GenerateOptions) => act(command, (deps) => run(parse(options), deps)));
}

export function parse({
  length,
  words,
  separator,
  symbols = true,
  ambiguous = true,
}: GenerateOptions): GenerateInput {
  if (words === undefined) {
    if (separator !== undefined) throw invalidInput('--separator goes with --words.');
    const wanted = length === undefined ? null : parseCount(length);
    return { make: 'password', length: wanted, symbols, ambiguous };
  }
  if (length !== undefined || !symbols || !ambiguous) {
    throw invalidInput('--words makes a passphrase; the other options are for passwords.');
  }
  return { make: 'passphrase', words: parseCount(words), separator: separator ?? null };
}

function parseCount(text: string): number {
  return parseInteger(text, { min: 1, max: 9999, rule: 'The length is a whole number.' });
}

export async function run(input: GenerateInput, { io, output, doors }: Deps): Promise<undefined> {
  const { generatePassword, generatePassphrase } = await doors.generators();
  const { bytes, entropyBits } =
    input.make === 'passphrase'
      ? await generatePassphrase({
          words: input.words,
          ...(input.separator === null ? {} : { separator: input.separator }),
        })
      : generatePassword({
          ...(input.length === null ? {} : { length: input.length }),
          ...(input.symbols ? {} : { classes: ['lower', 'upper', 'digit'] as const }),
          noAmbiguous: !input.ambiguous,
        });
  const line = Buffer.from(new ArrayBuffer(bytes.length + 1));
  line.set(bytes);
  line[bytes.length] = 0x0a;
  try {
    const bits = Math.floor(entropyBits);
    if (output.json) {
      await output.document({ value: line.subarray(0, -1).toString('latin1'), entropy_bits: bits });
    } else await io.out(line);
  } finally {
    bytes.fill(0);
    line.fill(0);
  }
}
