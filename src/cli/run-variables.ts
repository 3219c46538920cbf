import { VaultError } from '../shared/vault-error.ts';
import { looksLikeReference, parseReference } from '../shared/reference.ts';
import type { Deps } from './deps.ts';
import { readSource } from './read-bytes.ts';
import { invalidInput } from './usage-error.ts';

/** A field of a secret, by the name of either. */
export interface WantedField {
  readonly name: string;
  readonly field: string | null;
}

/** A variable for a child: a field that is still to be read, or a literal of an --env-file. */
export type Variable =
  | { readonly variable: string; readonly wanted: WantedField; readonly literal?: never }
  | { readonly variable: string; readonly literal: Uint8Array; readonly wanted?: never };

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const LONGEST_FILE_BYTES = 1024 * 1024;

/** `NAME=strongroom://…`, as --env takes it. A literal is refused: every process list would show it. */
export function parseVariable(text: string): Variable {
  const at = text.indexOf('=');
  const variable = checkedName(text.slice(0, Math.max(at, 0)));
  return { variable, wanted: parseWanted(text.slice(at + 1)) };
}

function checkedName(name: string): string {
  if (VARIABLE.test(name)) return name;
  throw invalidInput('A variable is NAME=strongroom://NAME/FIELD; its name has A-Z, 0-9 and _.');
}

/** @throws VaultError `invalid_input` for what is no reference. */
export function parseWanted(text: string): WantedField {
  const reference = parseReference(text);
  if (reference === null) {
    throw invalidInput(
      'A reference looks like strongroom://NAME/FIELD; literals are for --env-file.',
    );
  }
  return reference;
}

/** All variables in order, each name once: --env goes before the file, of which the last line counts. */
export async function gatherVariables(
  given: readonly Variable[],
  envFile: string | null,
  deps: Pick<Deps, 'doors' | 'output'>,
): Promise<readonly Variable[]> {
  const names = given.map(({ variable }) => variable);
  if (new Set(names).size !== names.length) throw invalidInput('A variable is named twice.');
  const fromFile = envFile === null ? [] : await readFile(envFile, deps);
  const byName = new Map<string, Variable>();
  for (const each of [...fromFile, ...given]) {
    byName.get(each.variable)?.literal?.fill(0);
    byName.set(each.variable, each);
  }
  return [...byName.values()];
}

async function readFile(
  path: string,
  { doors, output }: Pick<Deps, 'doors' | 'output'>,
): Promise<readonly Variable[]> {
  const { bytes, readableByOthers } = await readSource(path, LONGEST_FILE_BYTES).catch(
    (thrown: unknown) => {
      const tooLarge = thrown instanceof VaultError && thrown.code === 'too_large';
      throw tooLarge ? invalidInput('An --env-file has at most 1 MiB.') : thrown;
    },
  );
  const variables: Variable[] = [];
  try {
    const { dotenvItems, withoutMark } = await doors.importers();
    for (const item of dotenvItems(withoutMark(bytes))) {
      if (!('value' in item)) throw badLine(item.line);
      variables.push({ variable: item.name, literal: item.value });
      if (!VARIABLE.test(item.name)) throw badLine(item.line);
    }
    if (readableByOthers && variables.some(({ literal }) => !isReference(literal))) {
      output.notice({
        code: 'env_file_readable',
        text: 'Other users of this computer may read the literals of the --env-file; `chmod 600` keeps them out.',
      });
    }
    return variables.map(resolved);
  } catch (thrown) {
    for (const { literal } of variables) literal?.fill(0);
    throw thrown;
  } finally {
    bytes.fill(0);
  }
}

function badLine(line: number): VaultError {
  return invalidInput(`Line ${line} of the --env-file is not NAME=value.`);
}

function isReference(literal: Uint8Array | undefined): boolean {
  return looksLikeReference(Buffer.from(literal ?? []).toString('latin1', 0, 32));
}

function resolved(variable: Variable): Variable {
  if (variable.literal === undefined || !isReference(variable.literal)) return variable;
  const text = new TextDecoder().decode(variable.literal);
  return { variable: variable.variable, wanted: parseWanted(text) };
}
