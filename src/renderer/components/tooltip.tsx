import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type FocusEvent,
  type PointerEvent,
  type ReactNode,
} from 'react';
import { cx } from './cx.ts';
import { Keys } from './keys.tsx';
import css from './tooltip.module.css';

/** Long enough not to follow a pointer that only passes. */
const DELAY_MS = 500;

export interface TooltipContent {
  readonly text: string;
  readonly keys?: readonly string[] | undefined;
  /** Only while the side is a rail of icons. */
  readonly railOnly?: boolean | undefined;
}

interface TooltipAnchorProps {
  readonly onPointerEnter: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerLeave: () => void;
  readonly onPointerDown: () => void;
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void;
  readonly onBlur: () => void;
  readonly onKeyDown: () => void;
}

export interface TooltipParts {
  readonly anchorProps: TooltipAnchorProps;
  readonly layer: ReactNode;
}

/** Shown to a resting pointer and to keyboard focus. It repeats the anchor's label, so that a screen reader skips it. */
export function useTooltip(content: TooltipContent): TooltipParts {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<number | undefined>(undefined);
  const hide = useCallback(() => {
    window.clearTimeout(timer.current);
    setAnchor(null);
  }, []);
  useEffect(() => hide, [hide]);
  // Never at once: a menu that closes gives the focus back in the middle of hiding itself, when nothing may be shown.
  const showSoon = (element: HTMLElement): void => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setAnchor(element), DELAY_MS);
  };

  return {
    anchorProps: {
      onPointerEnter: ({ currentTarget, pointerType }) => {
        if (pointerType !== 'touch') showSoon(currentTarget);
      },
      onPointerLeave: hide,
      onPointerDown: hide,
      onFocus: ({ currentTarget, target }) => {
        if (target.matches(':focus-visible')) showSoon(currentTarget);
      },
      onBlur: hide,
      onKeyDown: hide,
    },
    layer: anchor && <TooltipLayer anchor={anchor} {...content} />,
  };
}

function TooltipLayer({
  anchor,
  text,
  keys,
  railOnly = false,
}: TooltipContent & { readonly anchor: HTMLElement }): ReactNode {
  const show = useCallback(
    (layer: HTMLElement | null) => layer?.showPopover({ source: anchor }),
    [anchor],
  );
  return (
    <span
      ref={show}
      popover="manual"
      role="tooltip"
      aria-hidden="true"
      className={cx(css['tooltip'], railOnly && css['railOnly'])}
    >
      {text}
      {keys && <Keys keys={keys} plain />}
    </span>
  );
}

/** The same for anything else that can have the focus. */
export function Tooltip({
  children,
  ...content
}: TooltipContent & { readonly children: ReactNode }): ReactNode {
  const { anchorProps, layer } = useTooltip(content);
  return (
    <span className={css['anchor']} {...anchorProps}>
      {children}
      {layer}
    </span>
  );
}
