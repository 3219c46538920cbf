import { useCallback } from 'react';
import type { CallError } from '../../../shared/ipc/types.ts';
import { useMessages } from '../../app/info.ts';
import { sentenceOf } from '../../app/refusal.ts';
import { useToasts } from '../../components/toast.tsx';

/** Says why something that a key or a button asked for did not happen. */
export function useRefusalToast(): (error: CallError) => void {
  const toasts = useToasts();
  const { language } = useMessages();
  return useCallback(
    (error) => {
      toasts.show({
        text: (
          <>
            {sentenceOf(error.code, language)}{' '}
            <span className="mono quiet">{error.correlationId.slice(0, 8)}</span>
          </>
        ),
      });
    },
    [toasts, language],
  );
}
