import { Trash2 } from 'lucide-react';
import { useCallback } from 'react';
import { useMessages } from '../../app/info.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { currentRoute, select } from '../../app/route.ts';
import { refreshSecrets } from '../../app/secrets.ts';
import { useToasts } from '../../components/toast.tsx';
import { vaultClient } from '../../vault-client.ts';
import { useRefusalToast } from './use-refusal-toast.tsx';

export interface Removable {
  readonly id: string;
  /** As the toast says it. */
  readonly name: string;
  /** Null for a damaged record, whose version nobody read. */
  readonly version: number | null;
}

/** Removes at once, and can be undone for as long as the toast is there. */
export function useRemoveSecret(): (secret: Removable) => Promise<void> {
  const toasts = useToasts();
  const refused = useRefusalToast();
  const { t } = useMessages();
  return useCallback(
    async ({ id, name, version }) => {
      const undo = async () => {
        try {
          await valueOf(vaultClient.secrets.undoRemove({ id }));
          await refreshSecrets();
          select(id);
        } catch (thrown) {
          refused(asRefusal(thrown));
        }
      };
      try {
        const expected = version === null ? {} : { expectedVersion: version };
        const { undoMs } = await valueOf(vaultClient.secrets.remove({ id, ...expected }));
        const route = currentRoute();
        if (route.view === 'secrets' && route.selectedId === id) select(null);
        toasts.show({
          id: `removed:${id}`,
          icon: Trash2,
          text: t('secrets.removed', { name }),
          countdownMs: undoMs,
          action: { label: t('secrets.undo'), onAction: () => void undo() },
        });
        await refreshSecrets();
      } catch (thrown) {
        refused(asRefusal(thrown));
      }
    },
    [toasts, refused, t],
  );
}
