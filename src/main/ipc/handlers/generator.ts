import { ownCopy } from '../../own-copy.ts';
import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

interface Generated {
  readonly bytes: Uint8Array;
  readonly entropyBits: number;
}

export function generatorHandlers({ doors }: HandlerPorts): GroupHandlers<'generator'> {
  return {
    password: async ({ length, symbols, ambiguous }) => {
      const { generatePassword } = await doors.generators();
      const classes = [
        'lower',
        'upper',
        'digit',
        ...(symbols ? (['symbol'] as const) : []),
      ] as const;
      return suggestion(generatePassword({ length, classes, noAmbiguous: !ambiguous }));
    },
    passphrase: async (options) => {
      const { generatePassphrase } = await doors.generators();
      return suggestion(await generatePassphrase(options));
    },
  };
}

function suggestion({ bytes, entropyBits }: Generated): {
  readonly bytes: Uint8Array;
  readonly bits: number;
} {
  const sent = ownCopy(bytes);
  bytes.fill(0);
  return { bytes: sent, bits: Math.floor(entropyBits) };
}
