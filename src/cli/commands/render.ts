import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';
import { gatewayAddress } from '../gateway-address.ts';
import { readAsOwner, readThroughGateway } from '../read-fields.ts';
import { readKey } from '../read-key.ts';
import { refuseSharedInput } from '../read-password.ts';
import { fillTemplate, parseTemplate, type TemplatePart } from '../template.ts';
import { invalidInput } from '../usage-error.ts';
import { withVault } from '../with-vault.ts';

const LARGEST_TEMPLATE_BYTES = 1024 * 1024;

export function configure(command: Command, act: Act): void {
  command.action(() => act(command, run));
}

/** Nothing is written unless every place could be filled. */
export async function run(deps: Deps): Promise<undefined> {
  const { io, output, passwordFile } = deps;
  refuseSharedInput([passwordFile, '-']);
  if (output.json) throw invalidInput('A template is rendered as it is; --json does nothing here.');
  if (io.stdinIsTerminal) throw invalidInput('The template comes on standard input.');
  const template = await io.readStdin(LARGEST_TEMPLATE_BYTES);
  let filled: Uint8Array | null = null;
  try {
    filled = await fill(parseTemplate(template), deps);
    await io.out(filled);
    return undefined;
  } finally {
    template.fill(0);
    filled?.fill(0);
  }
}

/** With a key as its client through the gateway, else as the owner. */
async function fill(parts: readonly TemplatePart[], deps: Deps): Promise<Uint8Array> {
  const key = await readKey(deps);
  if (key === null) {
    return withVault(deps, ({ vault, context }) =>
      fillTemplate(parts, (wanted) => readAsOwner(vault.secrets, wanted, context)),
    );
  }
  try {
    const address = gatewayAddress(deps.doors);
    return await fillTemplate(parts, (wanted) => readThroughGateway(address, wanted, key));
  } finally {
    key.fill(0);
  }
}
