import {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { cx } from './cx.ts';
import css from './dialog.module.css';

export interface DialogProps {
  readonly open: boolean;
  /** Esc, and with `light` a click beside it. The owner of `open` decides. */
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** Below the title, quiet. */
  readonly subtitle?: ReactNode;
  /** Before and after the title, such as a tile and a countdown. */
  readonly start?: ReactNode;
  readonly end?: ReactNode;
  /** Over the whole width above everything, such as the warning of real money. */
  readonly strip?: ReactNode;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  readonly width?: 'normal' | 'wide' | undefined;
  /** `harm` is read out at once and asks for an answer. */
  readonly tone?: 'plain' | 'harm' | undefined;
  /** Without it the first control, or the one with `data-autofocus`. */
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
  readonly light?: boolean | undefined;
}

export function Dialog({ open, ...rest }: DialogProps): ReactNode {
  return open && <OpenDialog {...rest} />;
}

function OpenDialog({
  onClose,
  title,
  subtitle,
  start,
  end,
  strip,
  children,
  footer,
  width = 'normal',
  tone = 'plain',
  initialFocus,
  light = false,
}: Omit<DialogProps, 'open'>): ReactNode {
  const titleId = useId();
  return (
    <ModalLayer
      onClose={onClose}
      labelledBy={titleId}
      role={tone === 'harm' ? 'alertdialog' : undefined}
      className={css[width]}
      initialFocus={initialFocus}
      light={light}
    >
      {strip !== undefined && <p className={css['strip']}>{strip}</p>}
      <div className={css['body']}>
        <header className={css['head']}>
          {start}
          <div className={css['titles']}>
            <h2 id={titleId} className={css['title']}>
              {title}
            </h2>
            {subtitle !== undefined && <p className="quiet">{subtitle}</p>}
          </div>
          {end}
        </header>
        {children}
      </div>
      {footer !== undefined && <footer className={css['foot']}>{footer}</footer>}
    </ModalLayer>
  );
}

export interface ModalLayerProps {
  readonly onClose: () => void;
  readonly label?: string | undefined;
  readonly labelledBy?: string | undefined;
  readonly role?: 'alertdialog' | undefined;
  readonly className?: string | undefined;
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
  readonly light?: boolean | undefined;
  /** Near the top, so that a list that grows does not move its field. */
  readonly top?: boolean | undefined;
  readonly children: ReactNode;
}

/** The native modal: focus enters, is held, and returns to where it was. */
export function ModalLayer({
  onClose,
  label,
  labelledBy,
  role,
  className,
  initialFocus,
  light = false,
  top = false,
  children,
}: ModalLayerProps): ReactNode {
  const ref = useRef<HTMLDialogElement>(null);
  const pressedBeside = useRef(false);

  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => {
      // Closing here, before the element leaves, is what gives the focus back.
      dialog?.close();
      giveCaretBack();
    };
  }, []);
  useEffect(() => {
    const wanted = initialFocus?.current ?? ref.current?.querySelector('[data-autofocus]');
    if (wanted instanceof HTMLElement) wanted.focus();
  }, [initialFocus]);

  const isBeside = (event: MouseEvent): boolean => event.target === ref.current;
  return (
    <dialog
      ref={ref}
      role={role}
      className={cx(css['layer'], top && css['top'], className)}
      aria-label={label}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose();
      }}
      // A second Esc closes the element whatever the handler above says: it stays until its owner takes it away, because
      // it may hold what was typed.
      onClose={(event) => {
        if (event.target !== event.currentTarget || event.currentTarget.open) return;
        event.currentTarget.showModal();
        onClose();
      }}
      // A drag that starts inside, such as selecting text, must not close it.
      onMouseDown={(event) => (pressedBeside.current = isBeside(event))}
      onClick={(event) => {
        if (light && pressedBeside.current && isBeside(event)) onClose();
      }}
    >
      {children}
    </dialog>
  );
}

/** The focus is back in a text, but Chromium leaves the caret in the dialog: it would go with it, and no key be typed. */
function giveCaretBack(): void {
  const back = document.activeElement;
  if (!(back instanceof HTMLInputElement || back instanceof HTMLTextAreaElement)) return;
  back.blur();
  back.focus({ preventScroll: true });
}
