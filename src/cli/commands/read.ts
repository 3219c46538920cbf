import type { Command } from 'commander';
import { VaultError } from '../../shared/vault-error.ts';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { gatewayAddress } from '../gateway-address.ts';
import { joined } from '../http-answer.ts';
import { readThroughGateway } from '../read-fields.ts';
import { readKey } from '../read-key.ts';
import { parseWanted, type WantedField } from '../run-variables.ts';

export function configure(command: Command, act: Act): void {
  command
    .argument('<reference>', 'strongroom://NAME/FIELD; FIELD may be left out when there is one')
    .action((reference: string) => act(command, (deps) => run(parseWanted(reference), deps)));
}

/** The value and a newline, nothing else, by the key of a client. */
export async function run(wanted: WantedField, deps: Deps): Promise<undefined> {
  const address = gatewayAddress(deps.doors);
  const key = await readKey(deps);
  let value: Uint8Array | null = null;
  try {
    const accept = deps.output.json ? 'application/json' : 'text/plain';
    value = await readThroughGateway(address, wanted, key, accept).catch((thrown: unknown) => {
      throw key === null ? sayWhereKeysComeFrom(thrown) : thrown;
    });
    await outAndWipe(joined([value, NEWLINE]), deps);
    return undefined;
  } finally {
    key?.fill(0);
    value?.fill(0);
  }
}

const NEWLINE = Uint8Array.of(0x0a);

function sayWhereKeysComeFrom(thrown: unknown): unknown {
  if (!(thrown instanceof VaultError) || thrown.code !== 'unauthorized') return thrown;
  const { correlationId } = thrown;
  return new VaultError('unauthorized', {
    cause: thrown,
    hint: 'None was given: STRONGROOM_KEY holds it, or STRONGROOM_KEY_FILE names a file that does.',
    ...(correlationId === undefined ? {} : { correlationId }),
  });
}

async function outAndWipe(bytes: Uint8Array, { io }: Deps): Promise<void> {
  try {
    await io.out(bytes);
  } finally {
    bytes.fill(0);
  }
}
