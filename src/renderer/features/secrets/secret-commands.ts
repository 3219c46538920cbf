import { useMemo } from 'react';
import type { Command } from '../../app/commands.ts';
import { openOverlay } from '../../app/route.ts';
import { ask } from './secret-verbs.ts';
import { useCopy, useCopyMain } from './use-copy.ts';

/** What can be done with a secret by key or from the palette; `run` is bound by `useSecretCommands`. */
export const SECRET_COMMANDS = {
  copy: { label: 'secrets.command.copy', keys: ['Mod', 'C'] },
  reveal: { label: 'secrets.command.reveal', keys: ['Mod', 'R'] },
  edit: { label: 'secrets.command.edit', keys: ['Mod', 'E'] },
  rename: { label: 'secrets.command.rename', keys: [] },
  copy_reference: { label: 'secrets.command.copy_reference', keys: [] },
  remove: { label: 'secrets.command.remove', keys: ['Delete'] },
} as const satisfies Record<string, Omit<Command, 'id' | 'run'>>;

export type SecretCommand = keyof typeof SECRET_COMMANDS;

/** The verbs of one secret, bound to it; none without one. */
export function useSecretCommands(id: string | null): readonly (Command & {
  readonly id: SecretCommand;
})[] {
  const copy = useCopy();
  const copyMain = useCopyMain();
  return useMemo(() => {
    if (id === null) return [];
    const run: Record<SecretCommand, () => void> = {
      copy: () => void copyMain(id),
      reveal: () => ask({ verb: 'reveal', id }),
      edit: () => openOverlay({ kind: 'edit_secret', id }),
      rename: () => ask({ verb: 'rename', id }),
      copy_reference: () => void copy(id, { kind: 'reference', field: null }),
      remove: () => ask({ verb: 'remove', id }),
    };
    return (Object.keys(SECRET_COMMANDS) as SecretCommand[]).map((command) => ({
      id: command,
      ...SECRET_COMMANDS[command],
      run: run[command],
    }));
  }, [id, copy, copyMain]);
}
