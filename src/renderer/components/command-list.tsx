import { Search, type LucideIcon } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import css from './command-list.module.css';
import { ModalLayer } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { Keys } from './keys.tsx';
import { moveRound } from './list-keys.ts';

export interface Command {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly label: ReactNode;
  /** After the label, such as a stamp. */
  readonly stamp?: ReactNode;
  readonly sub?: ReactNode;
  /** What Enter does, shown on the active one. */
  readonly verb?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly disabled?: boolean | undefined;
  readonly onRun: () => void;
}

export interface CommandGroup {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly Command[];
}

export interface CommandPaletteProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly label: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly placeholder?: string | undefined;
  readonly groups: readonly CommandGroup[];
  /** Said when nothing is found. */
  readonly empty: ReactNode;
  readonly foot?: ReactNode;
  /** Told which one is active, such as to offer what can be done with it. */
  readonly onActive?: ((id: string | undefined) => void) | undefined;
  /** Keys on top of the arrows, Enter and Tab. `preventDefault` ends it. */
  readonly onKeyDown?: ((event: KeyboardEvent, active: Command | undefined) => void) | undefined;
}

/** The palette: a combobox whose list is always open. */
export function CommandPalette({ open, onClose, label, ...rest }: CommandPaletteProps): ReactNode {
  return (
    open && (
      <ModalLayer onClose={onClose} label={label} className={css['palette']} light top>
        <CommandList label={label} {...rest} />
      </ModalLayer>
    )
  );
}

type CommandListProps = Omit<CommandPaletteProps, 'open' | 'onClose'>;

export function CommandList({
  label,
  query,
  onQuery,
  placeholder,
  groups,
  empty,
  foot,
  onActive,
  onKeyDown,
}: CommandListProps): ReactNode {
  const id = useId();
  const commands = groups.flatMap((group) => group.commands);
  const cursor = useCommandCursor(groups, query, onKeyDown);
  const activeId = cursor.active?.id;
  useEffect(() => onActive?.(activeId), [onActive, activeId]);
  const optionId = (command: Command): string => `${id}${command.id}`;
  return (
    <>
      <div className={css['ask']}>
        <Icon icon={Search} />
        <input
          type="text"
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={cursor.active && optionId(cursor.active)}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          dir="auto"
          data-autofocus
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={cursor.onKeyDown}
        />
        <Keys keys={['Escape']} />
      </div>
      <div className={css['list']} role="listbox" id={id} aria-label={label} tabIndex={-1}>
        {groups.map((group) => (
          <GroupOptions key={group.id} group={group} optionId={optionId} cursor={cursor} />
        ))}
      </div>
      <div role="status" className={css['empty']}>
        {commands.length === 0 && empty}
      </div>
      {foot !== undefined && <footer className={css['foot']}>{foot}</footer>}
    </>
  );
}

interface CommandCursor {
  readonly active: Command | undefined;
  readonly point: (command: Command) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The best match is active until a key or the pointer says otherwise; a new query starts anew. */
function useCommandCursor(
  groups: readonly CommandGroup[],
  query: string,
  onKeyDown: CommandPaletteProps['onKeyDown'],
): CommandCursor {
  const commands = groups.flatMap((group) => group.commands);
  const [chosen, setChosen] = useState<{ readonly id: string; readonly query: string }>();
  const wanted = chosen?.query === query ? chosen.id : undefined;
  const found = commands.findIndex((command) => command.id === wanted);
  const index = Math.max(found, 0);
  const active = commands[index];
  const point = (command: Command): void => setChosen({ id: command.id, query });
  return {
    active,
    point,
    onKeyDown: (event) => {
      onKeyDown?.(event, active);
      // While an input method composes, Enter and the arrows are its own.
      if (event.defaultPrevented || event.nativeEvent.isComposing) return;
      if (event.key === 'Enter') {
        event.preventDefault();
        if (active !== undefined && active.disabled !== true) active.onRun();
        return;
      }
      if (event.key === 'Home' || event.key === 'End') return;
      const target =
        event.key === 'Tab'
          ? firstOfNext(groups, active, event.shiftKey ? -1 : 1)
          : commands[moveRound(event.key, index, commands.length) ?? -1];
      if (target === undefined) return;
      event.preventDefault();
      point(target);
    },
  };
}

interface GroupOptionsProps {
  readonly group: CommandGroup;
  readonly optionId: (command: Command) => string;
  readonly cursor: CommandCursor;
}

function GroupOptions({ group, optionId, cursor }: GroupOptionsProps): ReactNode {
  const titleId = useId();
  return (
    <div role="group" aria-labelledby={titleId}>
      <div id={titleId} className={css['title']}>
        {group.title}
      </div>
      {group.commands.map((command) => (
        <CommandOption
          key={command.id}
          id={optionId(command)}
          command={command}
          active={command === cursor.active}
          onPoint={() => cursor.point(command)}
        />
      ))}
    </div>
  );
}

/** Tab leads from group to group: the field is the only stop in the palette. */
function firstOfNext(
  groups: readonly CommandGroup[],
  active: Command | undefined,
  step: 1 | -1,
): Command | undefined {
  const here = groups.findIndex(({ commands }) => commands.some(({ id }) => id === active?.id));
  return groups[(here + step + groups.length) % groups.length]?.commands[0];
}

interface CommandOptionProps {
  readonly id: string;
  readonly command: Command;
  readonly active: boolean;
  readonly onPoint: () => void;
}

function CommandOption({ id, command, active, onPoint }: CommandOptionProps): ReactNode {
  const { icon, label, stamp, sub, verb, keys, disabled, onRun } = command;
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div
      ref={ref}
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={disabled === true || undefined}
      className={css['option']}
      onPointerMove={active ? undefined : onPoint}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={disabled === true ? undefined : onRun}
    >
      <Icon icon={icon} />
      <span className={css['main']}>
        <bdi className="clip">{label}</bdi>
        {stamp}
        {sub !== undefined && <bdi className={css['sub']}>{sub}</bdi>}
      </span>
      <span className={css['end']}>
        {active && verb !== undefined && (
          <>
            {verb} <Keys keys={['Enter']} />
          </>
        )}
        {keys && !(active && verb !== undefined) && <Keys keys={keys} />}
      </span>
    </div>
  );
}
