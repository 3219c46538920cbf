import type { ReactNode } from 'react';
import { AppIcon } from './mark.tsx';
import { cx } from './cx.ts';
import css from './door.module.css';
import { Guilloche } from './guilloche.tsx';

export interface DoorProps {
  readonly children: ReactNode;
  readonly footStart?: ReactNode;
  readonly footEnd?: ReactNode;
  /** Never on the damaged screen. */
  readonly guilloche?: boolean | undefined;
  readonly wide?: boolean | undefined;
}

/** A whole window with one thing to do: locked, first run, damaged. */
export function Door({
  children,
  footStart,
  footEnd,
  guilloche = false,
  wide = false,
}: DoorProps): ReactNode {
  return (
    <div className={css['door']}>
      <div className={css['bar']} />
      {guilloche && <Guilloche />}
      <main className={css['body']}>
        <div className={cx(css['column'], wide && css['wide'])}>{children}</div>
      </main>
      <footer className={css['foot']}>
        <span>{footStart}</span>
        <span className="is-wide">{footEnd}</span>
      </footer>
    </div>
  );
}

export interface DoorHeadProps {
  readonly title: ReactNode;
  readonly why?: ReactNode;
  /** Instead of the app's icon, such as a seal. */
  readonly icon?: ReactNode;
}

export function DoorHead({ title, why, icon }: DoorHeadProps): ReactNode {
  return (
    <header className={css['head']}>
      {icon ?? <AppIcon className={css['icon']} />}
      <h1 className={css['title']}>{title}</h1>
      {why !== undefined && <p className={css['why']}>{why}</p>}
    </header>
  );
}

/** The broken seal over a damaged vault. */
export function Seal({ children }: { readonly children: ReactNode }): ReactNode {
  return <span className={css['seal']}>{children}</span>;
}
