import { useMemo } from 'react';
import type { PageCommand } from '../../../shared/ipc/replies.ts';
import { lock, PAGE_COMMANDS, type Command } from '../../app/commands.ts';
import { useMessages } from '../../app/info.ts';
import { select, useRoute } from '../../app/route.ts';
import { SECRET_COMMANDS, useSecretCommands } from '../secrets/secret-commands.ts';
import type { Verb } from './palette-groups.ts';
import type { VerbName } from './palette-icons.ts';
import { prepareOptions, type PreparedOption } from './rank-options.ts';

type NamedCommand = Command & { readonly id: VerbName };

const LOCK: NamedCommand = { id: 'lock', label: 'command.lock', keys: ['Mod', 'L'], run: lock };
/** The palette itself is open already. */
const PAGE_VERBS = (Object.keys(PAGE_COMMANDS) as readonly PageCommand[]).filter(
  (name) => name !== 'palette',
);

/** What can be done wherever the owner is. */
export function useEverywhere(): readonly PreparedOption<Verb>[] {
  const prepare = usePrepare();
  return useMemo(
    () => prepare([...PAGE_VERBS.map((id) => ({ id, ...PAGE_COMMANDS[id] })), LOCK]),
    [prepare],
  );
}

/** What can be done with a secret; to show it only where it is not shown already. */
export function useActions(id: string | null): readonly PreparedOption<Verb>[] {
  const commands = useSecretCommands(id);
  const route = useRoute();
  const shown = route.view === 'secrets' && route.selectedId === id;
  const prepare = usePrepare();
  return useMemo(() => {
    if (id === null || shown) return prepare(commands);
    const show = () => select(id);
    return prepare([{ id: 'show', label: 'palette.show', keys: [], run: show }, ...commands]);
  }, [id, shown, commands, prepare]);
}

/** Whether a verb is about a secret. */
export function isAction(id: string): boolean {
  return id === 'show' || Object.hasOwn(SECRET_COMMANDS, id);
}

function usePrepare(): (commands: readonly NamedCommand[]) => readonly PreparedOption<Verb>[] {
  const { t } = useMessages();
  return useMemo(
    () => (commands: readonly NamedCommand[]) =>
      prepareOptions(
        commands.map(({ id, label, keys, run }) => {
          const text = t(label);
          return { text, item: { id, label: text, keys, run } };
        }),
      ),
    [t],
  );
}
