import { Copy } from 'lucide-react';
import { useCallback } from 'react';
import type { Contract, RequestOf } from '../../../shared/ipc/types.ts';
import { useMessages } from '../../app/info.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { useToasts, type Toasts } from '../../components/toast.tsx';
import { vaultClient } from '../../vault-client.ts';
import { mainField } from './main-field.ts';
import { useRefusalToast } from './use-refusal-toast.tsx';

export type CopyWhat = RequestOf<Contract['secrets']['copy']>['what'];

const TOAST = 'clipboard';

let stopWatching = (): void => undefined;

/** Takes the toast away when main says that the clipboard is no longer ours. */
function watchClipboard(toasts: Toasts): void {
  stopWatching();
  stopWatching = vaultClient.on.clipboard.countdown(({ remainingMs }) => {
    if (remainingMs > 0) return;
    toasts.hide(TOAST);
    stopWatching();
  });
}

/** Copies in main, and says how long it will lie there. */
export function useCopy(): (id: string, what: CopyWhat) => Promise<void> {
  const toasts = useToasts();
  const refused = useRefusalToast();
  const { t } = useMessages();
  return useCallback(
    async (id, what) => {
      try {
        const { clearsInMs } = await valueOf(vaultClient.secrets.copy({ id, what }));
        if (clearsInMs === null) {
          toasts.show({ id: TOAST, icon: Copy, text: t('secrets.copied') });
          return;
        }
        watchClipboard(toasts);
        toasts.show({
          id: TOAST,
          icon: Copy,
          text: t('secrets.copied_clears', { seconds: Math.ceil(clearsInMs / 1000) }),
          countdownMs: clearsInMs,
          action: {
            label: t('secrets.clear_now'),
            onAction: () => void vaultClient.clipboard.clear({}),
          },
        });
      } catch (thrown) {
        refused(asRefusal(thrown));
      }
    },
    [toasts, refused, t],
  );
}

/** Copies a secret's main field without showing the secret. */
export function useCopyMain(): (id: string) => Promise<void> {
  const copy = useCopy();
  const refused = useRefusalToast();
  return useCallback(
    async (id) => {
      try {
        const { fields } = await valueOf(vaultClient.secrets.describe({ id }));
        const field = mainField(fields);
        if (field !== null) await copy(id, { kind: 'field', field });
      } catch (thrown) {
        refused(asRefusal(thrown));
      }
    },
    [copy, refused],
  );
}
