import type { Command } from 'commander';
import type { OpenSecret } from '../../core/call.ts';
import type { Act } from '../act.ts';
import { chooseField, type OpenField } from '../choose-field.ts';
import type { Deps } from '../deps.ts';
import type { Io } from '../io.ts';
import { parseNameOrReference, parseVersion } from '../parse-input.ts';
import { invalidInput } from '../usage-error.ts';
import { pointingToVersions, withVault } from '../with-vault.ts';

export interface GetInput {
  readonly name: string;
  readonly field: string | null;
  readonly version: number | null;
  readonly decode: boolean;
}

interface GetOptions {
  readonly field?: string;
  readonly version?: string;
  readonly decode?: true;
}

export function configure(command: Command, act: Act): void {
  command
    .argument('<name>', 'a name, or a reference like strongroom://NAME/FIELD')
    .option('--field <name>', 'which field; may be left out when there is one, or one called value')
    .option('--version <n>', 'an older version')
    .option('--decode', 'give the bytes behind a field that is kept in base64, without a newline')
    .action((name: string, options: GetOptions) =>
      act(command, (deps) => run(parse(name, options), deps)),
    );
}

export function parse(text: string, { field, version, decode }: GetOptions): GetInput {
  return {
    ...parseNameOrReference(text, field),
    version: version === undefined ? null : parseVersion(version),
    decode: decode ?? false,
  };
}

/** The value and a newline, nothing else. The bytes are written before they are zeroed. */
export async function run(
  { name, field, version, decode }: GetInput,
  deps: Deps,
): Promise<undefined> {
  const { io, output } = deps;
  if (output.json && decode) throw invalidInput('--decode gives bytes, which JSON cannot hold.');
  const selector = { name, ...(version === null ? {} : { version }) };
  await withVault(deps, ({ vault, context }) =>
    pointingToVersions(version, () =>
      vault.secrets.withSecret(
        selector,
        'read',
        async (secret) => {
          if (output.json) await output.document(toJson(secret, field));
          else await outAndWipe(bytesOf(chooseField(secret, field), decode), io);
        },
        context,
      ),
    ),
  );
  return undefined;
}

function bytesOf(field: OpenField, decode: boolean): Uint8Array {
  return decode ? decoded(field) : line(field.value);
}

async function outAndWipe(bytes: Uint8Array, io: Io): Promise<void> {
  try {
    await io.out(bytes);
  } finally {
    bytes.fill(0);
  }
}

function line(value: Uint8Array): Uint8Array {
  const bytes = Buffer.from(new ArrayBuffer(value.length + 1));
  bytes.set(value);
  bytes[value.length] = 0x0a;
  return bytes;
}

function decoded({ encoding, value }: OpenField): Uint8Array {
  if (encoding !== 'base64') throw invalidInput('This field is not kept in base64.');
  return Buffer.from(new TextDecoder().decode(value), 'base64');
}

function toJson(secret: OpenSecret, name: string | null): unknown {
  const shown = name === null ? secret.fields : [chooseField(secret, name)];
  const fields = shown.map(({ name: key, value, concealed, encoding }) => [
    key,
    {
      value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value),
      concealed,
      ...(encoding === undefined ? {} : { encoding }),
    },
  ]);
  return {
    id: secret.id,
    name: secret.name,
    kind: secret.kind,
    version: secret.version,
    fields: Object.fromEntries(fields) as unknown,
  };
}
