import type { LucideIcon } from 'lucide-react';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { Button } from './button.tsx';
import { useComponentText } from './component-text.ts';
import { Icon } from './icon.tsx';
import { RunningRing } from './ring.tsx';
import css from './toast.module.css';

export interface ToastAction {
  readonly label: string;
  readonly onAction: () => void;
}

export interface Toast {
  /** A toast with the same id takes its place. */
  readonly id?: string | undefined;
  readonly text: ReactNode;
  readonly icon?: LucideIcon | undefined;
  readonly action?: ToastAction | undefined;
  /** A ring shows what is left; what is counted does not wait for the pointer, so neither does the toast. */
  readonly countdownMs?: number | undefined;
  readonly durationMs?: number | undefined;
}

export interface Toasts {
  readonly show: (toast: Toast) => void;
  readonly hide: (id: string) => void;
}

const DURATION_MS = 6_000;

interface ShownToast extends Toast {
  readonly id: string;
  /** Starts the countdown anew when a toast takes the place of another. */
  readonly turn: number;
}

const ToastsContext = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const toasts = useContext(ToastsContext);
  if (toasts === null) throw new Error('useToasts needs a ToastProvider above');
  return toasts;
}

/** Holds what may show toasts, and shows them above everything. */
export function ToastProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [shown, setShown] = useState<readonly ShownToast[]>([]);
  const turns = useRef(0);
  const scope = useId();
  const hide = useCallback(
    (id: string) => setShown((toasts) => toasts.filter((toast) => toast.id !== id)),
    [],
  );
  const show = useCallback(
    (toast: Toast) => {
      const turn = ++turns.current;
      const id = toast.id ?? `${scope}${String(turn)}`;
      setShown((toasts) => [...toasts.filter((other) => other.id !== id), { ...toast, id, turn }]);
    },
    [scope],
  );
  const toasts = useMemo(() => ({ show, hide }), [show, hide]);
  return (
    <ToastsContext value={toasts}>
      {children}
      <ToastLayer shown={shown} onEnd={hide} />
    </ToastsContext>
  );
}

interface ToastLayerProps {
  readonly shown: readonly ShownToast[];
  readonly onEnd: (id: string) => void;
}

function ToastLayer({ shown, onEnd }: ToastLayerProps): ReactNode {
  const label = useComponentText('components.toasts');
  const ref = useRef<HTMLElement>(null);
  const newest = shown.at(-1)?.turn;
  // Shown anew with every toast, so that it lies above a dialog that was opened meanwhile.
  useLayoutEffect(() => {
    const layer = ref.current;
    if (layer === null) return;
    if (layer.matches(':popover-open')) layer.hidePopover();
    if (newest !== undefined) layer.showPopover();
  }, [newest]);
  return (
    <>
      {/* The layer is hidden while it is empty; what is read out must have been there before. */}
      <div role="status" className="sr-only">
        {shown.at(-1)?.text}
      </div>
      <section ref={ref} popover="manual" aria-label={label} className={css['layer']}>
        {shown.map((toast) => (
          <ToastCard key={toast.turn} toast={toast} onEnd={onEnd} />
        ))}
      </section>
    </>
  );
}

interface ToastCardProps {
  readonly toast: ShownToast;
  readonly onEnd: (id: string) => void;
}

function ToastCard({ toast, onEnd }: ToastCardProps): ReactNode {
  const { id, text, icon, action, countdownMs, durationMs = DURATION_MS } = toast;
  const [held, setHeld] = useState(false);
  const waits = held && countdownMs === undefined;
  const leaveAfterMs = countdownMs ?? durationMs;
  useEffect(() => {
    if (waits) return undefined;
    const timer = window.setTimeout(() => onEnd(id), leaveAfterMs);
    return () => window.clearTimeout(timer);
  }, [id, leaveAfterMs, onEnd, waits]);
  return (
    <div
      className={css['toast']}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {icon && <Icon icon={icon} className="ok" />}
      <span className={css['text']}>{text}</span>
      {countdownMs !== undefined && <RunningRing durationMs={countdownMs} />}
      {action && (
        <Button
          tone="quiet"
          onClick={() => {
            action.onAction();
            onEnd(id);
          }}
        >
          {action.label}
        </Button>
      )}
    </div>
  );
}
