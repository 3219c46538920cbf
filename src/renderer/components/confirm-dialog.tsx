import { useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { DialogActs } from './dialog-acts.tsx';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** A verb, as on every button. */
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly tone?: 'plain' | 'harm' | undefined;
  readonly busy?: boolean | undefined;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Where harm is possible, the focus starts on the way back. */
export function ConfirmDialog({
  open,
  title,
  children,
  confirmLabel,
  cancelLabel,
  tone = 'plain',
  busy,
  onConfirm,
  onCancel,
}: ConfirmDialogProps): ReactNode {
  const cancel = useRef<HTMLButtonElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const harm = tone === 'harm';
  return (
    <Dialog
      open={open}
      onClose={onCancel}
      title={title}
      tone={tone}
      initialFocus={harm ? cancel : confirm}
      footer={
        <DialogActs>
          <Button ref={cancel} onClick={onCancel}>
            {cancelLabel}
          </Button>
          <Button
            ref={confirm}
            tone={harm ? 'harm-solid' : 'primary'}
            busy={busy}
            onClick={onConfirm}
          >
            {confirmLabel}
          </Button>
        </DialogActs>
      }
    >
      {children}
    </Dialog>
  );
}
