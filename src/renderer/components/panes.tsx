import { ChevronLeft } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import css from './panes.module.css';

export interface AppFrameProps {
  readonly side: ReactNode;
  /** A `SheetPane` with `main`, or `Panes`. */
  readonly children: ReactNode;
}

/** The window: the side, and what it leads to. */
export function AppFrame({ side, children }: AppFrameProps): ReactNode {
  return (
    <div className={css['app']}>
      {side}
      {children}
    </div>
  );
}

export interface PanesProps {
  readonly id?: string | undefined;
  /** What a narrow window shows, which has room for one of them beside the rail. */
  readonly showing: 'list' | 'sheet';
  /** A `ListPane` and a `SheetPane`. */
  readonly children: ReactNode;
}

export function Panes({ id, showing, children }: PanesProps): ReactNode {
  return (
    <main
      id={id}
      tabIndex={-1}
      className={cx(css['panes'], showing === 'sheet' && css['showSheet'])}
    >
      {children}
    </main>
  );
}

export interface SidePaneProps {
  readonly label: string;
  /** The owner menu. */
  readonly brand: ReactNode;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

export function SidePane({ label, brand, children, foot }: SidePaneProps): ReactNode {
  return (
    <nav className={cx(css['pane'], css['side'])} aria-label={label}>
      <div className={css['bar']}>{brand}</div>
      <div className={cx(css['scroll'], css['groups'])}>{children}</div>
      {foot !== undefined && <div className={css['foot']}>{foot}</div>}
    </nav>
  );
}

export interface ListPaneProps {
  /** What the list holds; becomes the first heading of the page, for a screen reader. */
  readonly label?: string | undefined;
  /** The id of a heading in it instead. */
  readonly labelledBy?: string | undefined;
  readonly children: ReactNode;
}

export function ListPane({ label, labelledBy, children }: ListPaneProps): ReactNode {
  const id = useId();
  return (
    <section className={cx(css['pane'], css['list'])} aria-labelledby={labelledBy ?? id}>
      {label !== undefined && (
        <h1 id={id} className="sr-only">
          {label}
        </h1>
      )}
      {children}
    </section>
  );
}

export interface SheetPaneProps {
  readonly label?: string | undefined;
  readonly labelledBy?: string | undefined;
  readonly id?: string | undefined;
  /** The only pane beside the side is the main part of the page. */
  readonly main?: boolean | undefined;
  readonly children: ReactNode;
}

export function SheetPane({ label, labelledBy, id, main, children }: SheetPaneProps): ReactNode {
  const Element = main === true ? 'main' : 'section';
  return (
    <Element
      id={id ?? (main === true ? 'main' : undefined)}
      className={cx(css['pane'], css['sheet'])}
      aria-label={label}
      aria-labelledby={labelledBy}
      tabIndex={-1}
    >
      {children}
    </Element>
  );
}

export interface PaneScrollProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** The part of a pane that scrolls; in the tab order, so that keys can scroll it. */
export function PaneScroll({ label, children }: PaneScrollProps): ReactNode {
  return (
    <div className={css['scroll']} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

export interface BarProps {
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Two verbs and a menu. */
  readonly end?: ReactNode;
}

/** The header row of a pane. The window is dragged by it. */
export function Bar({ title, children, end }: BarProps): ReactNode {
  return (
    <div className={css['bar']}>
      {title !== undefined && <h1 className={css['title']}>{title}</h1>}
      {children}
      {end !== undefined && <div className={css['end']}>{end}</div>}
    </div>
  );
}

export interface BackButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
}

/** From the sheet to the list, in a window that has room for one of them. */
export function BackButton({ children, onClick }: BackButtonProps): ReactNode {
  return (
    <Button tone="quiet" icon={ChevronLeft} className={css['back']} onClick={onClick}>
      {children}
    </Button>
  );
}
