import { History } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { refreshSecrets } from '../../app/secrets.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useToasts } from '../../components/toast.tsx';
import { vaultClient } from '../../vault-client.ts';
import { useRefusalToast } from './use-refusal-toast.tsx';

export interface RestoreDialogProps {
  readonly secret: { readonly id: string; readonly name: string; readonly version: number };
  /** The one to become current again. */
  readonly version: number;
  readonly onClose: () => void;
}

export function RestoreDialog({ secret, version, onClose }: RestoreDialogProps): ReactNode {
  const { t } = useMessages();
  const toasts = useToasts();
  const refused = useRefusalToast();
  const [busy, setBusy] = useState(false);
  const restore = async () => {
    setBusy(true);
    const { id, version: expectedVersion } = secret;
    try {
      await valueOf(vaultClient.secrets.restore({ id, expectedVersion, version }));
      await refreshSecrets();
      toasts.show({ icon: History, text: t('secrets.restored', { version }) });
    } catch (thrown) {
      refused(asRefusal(thrown));
    }
    onClose();
  };
  return (
    <ConfirmDialog
      open
      title={t('secrets.restore.title', { version, name: secret.name })}
      confirmLabel={t('secrets.restore')}
      cancelLabel={t('secrets.cancel')}
      busy={busy}
      onCancel={onClose}
      onConfirm={() => void restore()}
    >
      <p className="soft">{t('secrets.restore.text')}</p>
    </ConfirmDialog>
  );
}
