import { useCallback, useEffect, useRef, useState } from 'react';
import type { contract } from '../../../shared/ipc/contract.ts';
import type { CallError, RequestOf } from '../../../shared/ipc/types.ts';
import { asRefusal, valueOf } from '../../app/refusal.ts';
import { vaultClient } from '../../vault-client.ts';
import { withNewest, withOlder, type LogPages } from './log-pages.ts';

/** What of the log is wanted; every given condition must hold. */
export type LogFilter = Pick<
  RequestOf<typeof contract.audit.query>,
  'event' | 'outcome' | 'correlationId'
>;

const PAGE_LINES = 200;
const NOTHING: LogPages = { entries: [], more: true };

/** What was read last, and by which filter: what is on the screen stays until something else is there. */
export interface LogRead {
  readonly filter: LogFilter;
  readonly pages: LogPages | null;
  readonly refusal: CallError | null;
}

export interface AuditLog {
  /** Null until the first answer. */
  readonly read: LogRead | null;
  readonly loadOlder: () => void;
  /** Reads what came since. */
  readonly refresh: () => void;
}

/** The log by a filter, page by page; it follows new lines when the window gets the focus. `filter` must be memoised. */
export function useAuditLog(filter: LogFilter): AuditLog {
  const [read, setRead] = useState<LogRead | null>(null);
  const reading = useRef<LogFilter | null>(null);

  const fetchPage = useCallback(
    async (beforeSeq: number | null): Promise<void> => {
      if (reading.current === filter) return;
      reading.current = filter;
      const answer = await readPage(filter, beforeSeq);
      if (reading.current !== filter) return;
      reading.current = null;
      setRead((before) => joined(before, filter, beforeSeq, answer));
    },
    [filter],
  );

  const refresh = useCallback(() => void fetchPage(null), [fetchPage]);
  useEffect(() => {
    refresh();
    window.addEventListener('focus', refresh);
    return () => {
      window.removeEventListener('focus', refresh);
    };
  }, [refresh]);

  const pages = read?.filter === filter ? read.pages : null;
  const oldest = pages?.more === true ? pages.entries.at(-1)?.seq : undefined;
  const loadOlder = useCallback(() => {
    if (oldest !== undefined) void fetchPage(oldest);
  }, [oldest, fetchPage]);

  return { read, loadOlder, refresh };
}

type Answer =
  | { readonly page: LogPages; readonly refusal: null }
  | { readonly page: null; readonly refusal: CallError };

async function readPage(filter: LogFilter, beforeSeq: number | null): Promise<Answer> {
  const place = beforeSeq === null ? {} : { beforeSeq };
  try {
    const query = vaultClient.audit.query({ ...filter, ...place, limit: PAGE_LINES });
    return { page: await valueOf(query), refusal: null };
  } catch (thrown) {
    return { page: null, refusal: asRefusal(thrown) };
  }
}

function joined(
  before: LogRead | null,
  filter: LogFilter,
  beforeSeq: number | null,
  { page, refusal }: Answer,
): LogRead {
  const known = before?.filter === filter ? before.pages : null;
  if (page === null) return { filter, pages: known, refusal };
  const join = beforeSeq === null ? withNewest : withOlder;
  return { filter, pages: join(known ?? NOTHING, page), refusal: null };
}
