import { Check, ChevronDown, Ellipsis, type LucideIcon } from 'lucide-react';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  type ToggleEvent,
} from 'react';
import { Button, IconButton, type ButtonTone } from './button.tsx';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { Keys } from './keys.tsx';
import { moveRound } from './list-keys.ts';
import css from './menu.module.css';
import { isTyping } from './type-ahead.ts';
import { useTypeAhead } from './use-type-ahead.ts';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly tone?: 'plain' | 'harm' | undefined;
  /** Stays visible and can be reached, so that one learns that it exists. */
  readonly disabled?: boolean | undefined;
  /** Given for one of several choices. */
  readonly checked?: boolean | undefined;
  readonly onSelect: () => void;
}

export type MenuItem = MenuEntry | 'rule';

export interface MenuTriggerProps {
  readonly id: string;
  readonly popoverTarget: string;
  readonly 'aria-haspopup': 'menu';
  readonly 'aria-expanded': boolean;
}

export interface MenuParts {
  readonly triggerProps: MenuTriggerProps;
  readonly menu: ReactNode;
}

/** A native popover: it lies above everything, closes by itself and gives the focus back. */
export function useMenu(items: readonly MenuItem[]): MenuParts {
  const triggerId = useId();
  const menuId = useId();
  const [open, setOpen] = useState(false);
  return {
    triggerProps: {
      id: triggerId,
      popoverTarget: menuId,
      'aria-haspopup': 'menu',
      'aria-expanded': open,
    },
    menu: (
      <MenuLayer id={menuId} labelledBy={triggerId} items={items} open={open} onToggle={setOpen} />
    ),
  };
}

interface MenuLayerProps {
  readonly id: string;
  readonly labelledBy: string;
  readonly items: readonly MenuItem[];
  readonly open: boolean;
  readonly onToggle: (open: boolean) => void;
}

function MenuLayer({ id, labelledBy, items, open, onToggle }: MenuLayerProps): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  const onKeyDown = useMenuKeys(ref);
  const choose = (item: MenuEntry): void => {
    if (item.disabled === true) return;
    ref.current?.hidePopover();
    item.onSelect();
  };
  useEffect(() => {
    if (open) entriesOf(ref.current)[0]?.focus();
  }, [open]);
  return (
    <div
      ref={ref}
      id={id}
      popover="auto"
      role="menu"
      aria-labelledby={labelledBy}
      tabIndex={-1}
      className={css['menu']}
      onToggle={({ newState }: ToggleEvent) => onToggle(newState === 'open')}
      onKeyDown={onKeyDown}
    >
      {open &&
        items.map((item, index) =>
          item === 'rule' ? (
            <hr key={`rule${String(index)}`} className={css['rule']} />
          ) : (
            <MenuRow key={item.id} item={item} onChoose={choose} />
          ),
        )}
    </div>
  );
}

interface MenuRowProps {
  readonly item: MenuEntry;
  readonly onChoose: (item: MenuEntry) => void;
}

function MenuRow({ item, onChoose }: MenuRowProps): ReactNode {
  const isChoice = item.checked !== undefined;
  const icon = item.checked === true ? Check : item.icon;
  return (
    <button
      type="button"
      role={isChoice ? 'menuitemradio' : 'menuitem'}
      tabIndex={-1}
      aria-checked={item.checked}
      aria-disabled={item.disabled === true || undefined}
      data-label={item.label}
      className={cx(css['item'], item.tone === 'harm' && css['harm'])}
      onPointerMove={(event) => event.currentTarget.focus()}
      onClick={() => onChoose(item)}
    >
      {icon ? <Icon icon={icon} size={14} /> : isChoice && <span className={css['blank']} />}
      <span className={css['label']}>{item.label}</span>
      {item.keys && <Keys keys={item.keys} />}
    </button>
  );
}

function useMenuKeys(ref: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  const typeAhead = useTypeAhead();
  return (event) => {
    const entries = entriesOf(ref.current);
    const current = entries.findIndex((entry) => entry === document.activeElement);
    const labelAt = (index: number): string | undefined => entries[index]?.dataset['label'];
    const target =
      moveRound(event.key, current, entries.length) ??
      (isTyping(event) && event.key !== ' '
        ? typeAhead(event.key, labelAt, entries.length, current)
        : undefined);
    if (event.key === 'Tab') ref.current?.hidePopover();
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    entries[target]?.focus();
  };
}

function entriesOf(menu: HTMLElement | null): readonly HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

export interface MenuButtonProps {
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly items: readonly MenuItem[];
  /** Written on the button, with a chevron, instead of an icon alone. */
  readonly text?: string | undefined;
  readonly tone?: ButtonTone | undefined;
  readonly disabled?: boolean | undefined;
  readonly className?: string | undefined;
}

export function MenuButton({
  label,
  icon = Ellipsis,
  items,
  text,
  tone,
  disabled,
  className,
}: MenuButtonProps): ReactNode {
  const { triggerProps, menu } = useMenu(items);
  return (
    <>
      {text === undefined ? (
        <IconButton
          {...triggerProps}
          label={label}
          icon={icon}
          tone={tone}
          disabled={disabled}
          className={className}
        />
      ) : (
        <Button
          {...triggerProps}
          aria-label={`${label}: ${text}`}
          tone={tone}
          disabled={disabled}
          className={className}
        >
          {text}
          <Icon icon={ChevronDown} size={14} />
        </Button>
      )}
      {menu}
    </>
  );
}
