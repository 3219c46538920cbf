import type { Command } from 'commander';
import {
  DEFAULT_FIELD,
  SECRET_LIMITS,
  type MetadataPatch,
  type SecretKind,
} from '../../shared/secret.ts';
import type { FieldInput, SecretsApi } from '../../core/api.ts';
import type { CallContext } from '../../core/call.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import type { Notice } from '../output.ts';
import { gather, metadataPatch, parseKind, type MetadataOptions } from '../parse-input.ts';
import { refuseSharedInput } from '../read-password.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

interface SetOptions extends MetadataOptions {
  readonly field?: string;
  readonly kind?: string;
  readonly plain?: true;
  readonly base64?: true;
  readonly totp?: true;
  readonly keepValue?: true;
}

/** Where the value goes: into a field, into the TOTP seed, or there is none. */
type Target =
  | {
      readonly to: 'field';
      readonly name: string;
      readonly plain: boolean;
      readonly base64: boolean;
    }
  | { readonly to: 'totp' }
  | { readonly to: 'nothing' };

type ValueTarget = Exclude<Target, { readonly to: 'nothing' }>;

export interface SetInput {
  readonly name: string;
  readonly kind: SecretKind | null;
  readonly target: Target;
  readonly metadata: MetadataPatch;
}

export function configure(command: Command, act: Act): void {
  command
    .argument('<name>', 'name of the secret, made if there is none')
    .option('--field <name>', `which field the value goes into (default: ${DEFAULT_FIELD})`)
    .option('--kind <kind>', 'broker, llm or generic (default), for a new secret')
    .option('--provider <text>', 'whose key it is')
    .option('--environment <text>', 'paper, live, or a word of yours')
    .option('--account <text>', 'which account it belongs to')
    .option('--url <url>', 'where it is used')
    .option('--description <text>', 'what it is')
    .option('--tag <text>', 'a tag; may be given more than once, replaces all tags', gather)
    .option('--expires <when>', '2026-12-31, an instant, 90d, 12w or never')
    .option('--plain', 'the field need not be masked when it is shown')
    .option('--base64', 'take any bytes and keep them in base64 (`get --decode` gives them back)')
    .option('--totp', 'the value is an otpauth:// URI: keep it as the TOTP seed')
    .option('--keep-value', 'change only what is said about the secret; asks for no value')
    .allowExcessArguments()
    .action((name: string, options: SetOptions) =>
      act(command, (deps) =>
        run(parse(name, options, command.args.length, deps.doors.nowMs()), deps),
      ),
    );
}

/** @throws VaultError `invalid_input`, above all for a value among the arguments; it is never repeated. */
export function parse(
  name: string,
  options: SetOptions,
  argumentCount: number,
  nowMs: number,
): SetInput {
  if (argumentCount > 1) {
    throw invalidInput(
      'A value is never an argument, where the shell history and every process list would show it. Type it at the prompt or give it on standard input. If it was a real one, replace it.',
    );
  }
  return {
    name,
    kind: options.kind === undefined ? null : parseKind(options.kind),
    target: parseTarget(options),
    metadata: metadataPatch(options, nowMs),
  };
}

function parseTarget({ field, plain, base64, totp, keepValue }: SetOptions): Target {
  const forField = field !== undefined || plain === true || base64 === true;
  if (totp === true && (forField || keepValue === true)) {
    throw invalidInput('--totp stands alone: a TOTP seed is not a field.');
  }
  if (keepValue === true && forField) {
    throw invalidInput('--keep-value takes no value, so no --field, --plain or --base64.');
  }
  if (totp === true) return { to: 'totp' };
  if (keepValue === true) return { to: 'nothing' };
  return {
    to: 'field',
    name: field ?? DEFAULT_FIELD,
    plain: plain ?? false,
    base64: base64 ?? false,
  };
}

export async function run(input: SetInput, deps: Deps): Promise<undefined> {
  const { target } = input;
  if (target.to === 'nothing') return updateOnly(input, deps);
  const { stdinIsTerminal } = deps.io;
  if (!stdinIsTerminal) refuseSharedInput([deps.passwordFile, '-']);
  const piped = stdinIsTerminal ? null : await pipedValue(deps);
  let value: Uint8Array = piped ?? new Uint8Array(0);
  try {
    await withVault(deps, async ({ vault, context }) => {
      if (piped === null) value = await typedValue(target, deps);
      const { version, created } = await store(input, target, value, vault.secrets, context);
      await report(input.name, { version, created }, deps);
    });
  } finally {
    value.fill(0);
  }
  return undefined;
}

const NEWLINE = 0x0a;
const ENDS_IN_NEWLINE: Notice = {
  code: 'ends_in_newline',
  text: "The value ends in a newline, which is kept as it is. `printf '%s'` gives it without one.",
};

async function pipedValue({ io, output }: Deps): Promise<Uint8Array> {
  const value = await io.readStdin(SECRET_LIMITS.fieldBytes);
  if (value.length === 0) throw invalidInput('There is nothing on standard input.');
  // A key with a newline behind it breaks the header it is put into; a text of many lines ends in one.
  if (value.indexOf(NEWLINE) === value.length - 1) output.notice(ENDS_IN_NEWLINE);
  return value;
}

async function typedValue(target: ValueTarget, { io, output }: Deps): Promise<Uint8Array> {
  const what = target.to === 'totp' ? 'otpauth:// URI' : 'Value';
  const value = await io.readHidden(`${what} (not shown): `, SECRET_LIMITS.fieldBytes);
  if (value.length === 0) throw invalidInput('Nothing was entered.');
  const bytes = value.length === 1 ? '1 byte' : `${value.length} bytes`;
  output.notice({ code: 'value_read', text: `Read ${bytes}.`, details: { bytes: value.length } });
  return value;
}

async function store(
  { name, kind, metadata }: SetInput,
  target: ValueTarget,
  value: Uint8Array,
  secrets: SecretsApi,
  context: CallContext,
): Promise<{ version: number; created: boolean }> {
  const common = { name, metadata, ...(kind === null ? {} : { kind }) };
  if (target.to === 'totp') return secrets.set({ ...common, fields: [], totp: value }, context);
  const encoded = target.base64 ? base64Of(value) : value;
  const field: FieldInput = {
    name: target.name,
    value: encoded,
    ...(target.plain ? { concealed: false } : {}),
    ...(target.base64 ? { encoding: 'base64' } : {}),
  };
  try {
    return await secrets.set({ ...common, fields: [field] }, context);
  } finally {
    encoded.fill(0);
  }
}

function base64Of(bytes: Uint8Array): Uint8Array {
  return Buffer.from(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
    'latin1',
  );
}

async function updateOnly({ name, kind, metadata }: SetInput, deps: Deps): Promise<undefined> {
  if (kind !== null) throw invalidInput('The kind of a secret cannot be changed.');
  if (Object.keys(metadata).length === 0) {
    throw invalidInput('There is nothing to change: give --description, --tag or the like.');
  }
  return withVault(deps, async ({ vault, context }) => {
    const { version } = await vault.secrets.update({ name, metadata }, context);
    if (deps.output.json) await deps.output.document({ name, version, created: false });
    else deps.output.notice({ code: 'changed', text: 'Changed; the value stays.' });
    return undefined;
  });
}

async function report(
  name: string,
  { version, created }: { version: number; created: boolean },
  { output }: Deps,
): Promise<void> {
  if (output.json) await output.document({ name, version, created });
  else
    output.notice({ code: 'stored', text: created ? 'Stored.' : `Stored as version ${version}.` });
}
