import { useEffect, useState } from 'react';
import type { AuditPage } from '../../../shared/ipc/replies.ts';
import type { CallError } from '../../../shared/ipc/types.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { vaultClient } from '../../vault-client.ts';

const MOST_LINES = 500;
/** Keys that run down the table shall not ask for every line that they pass. */
const REST_MS = 120;

export interface TraceRead {
  readonly correlationId: string;
  readonly page: AuditPage | null;
  readonly refusal: CallError | null;
}

/** The lines under an id; those of the id before stay until they are there. */
export function useTrace(correlationId: string): TraceRead | null {
  const [read, setRead] = useState<TraceRead | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = window.setTimeout(() => {
      const take = (found: Pick<TraceRead, 'page' | 'refusal'>) => {
        if (wanted) setRead({ correlationId, ...found });
      };
      valueOf(vaultClient.audit.query({ correlationId, limit: MOST_LINES })).then(
        (page) => {
          take({ page, refusal: null });
        },
        (thrown: unknown) => {
          take({ page: null, refusal: asRefusal(thrown) });
        },
      );
    }, REST_MS);
    return () => {
      wanted = false;
      window.clearTimeout(timer);
    };
  }, [correlationId]);
  return read;
}
