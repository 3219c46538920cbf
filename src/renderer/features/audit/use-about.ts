import { useCallback, useMemo } from 'react';
import type { AuditEntry } from '../../../shared/model.ts';
import { useMessages } from '../../app/info.ts';
import { useSecretList } from '../../app/secrets.ts';
import { aboutOf } from './about.ts';
import { shortId } from './correlation-query.ts';

/** What a line is about, with the names of the secrets that are in the vault. */
export function useAbout(): (entry: AuditEntry) => readonly string[] {
  const { t } = useMessages();
  const list = useSecretList();
  const names = useMemo(() => {
    const { secrets = [], damaged = [] } = list ?? {};
    return new Map([
      ...damaged.map(({ id }) => [id, t('audit.about.damaged', { id: shortId(id) })] as const),
      ...secrets.map(({ id, name }) => [id, name] as const),
    ]);
  }, [list, t]);
  return useCallback(
    (entry) => aboutOf(entry, { t, nameOf: (id) => names.get(id) ?? null }),
    [names, t],
  );
}
