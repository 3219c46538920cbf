import { useCallback, useState, type ReactNode } from 'react';
import type { SecretSummary, VersionSummary } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Section } from '../../components/section.tsx';
import { Table } from '../../components/table.tsx';
import { Tag } from '../../components/tag.tsx';
import { Time } from '../../components/time.tsx';
import { vaultClient } from '../../vault-client.ts';
import css from './secrets.module.css';
import { useLoaded } from './use-loaded.ts';

const FIRST_SHOWN = 4;
const LOAD_AFTER_MS = 120;

/** The versions of a value, newest first, and which of the older ones is looked at. */
export interface Versions {
  readonly list: readonly VersionSummary[];
  readonly compared: number | null;
  readonly compare: (version: number | null) => void;
}

export function useVersions({ id, version }: SecretSummary): Versions {
  const [compared, compare] = useState<number | null>(null);
  const load = useCallback(
    () => vaultClient.secrets.history({ id }),
    // The version says when to ask again.
    [id, version],
  );
  const { value } = useLoaded(load, LOAD_AFTER_MS);
  const list = value ?? [];
  const there = list.some((one) => one.version === compared && !one.current);
  return { list, compared: there ? compared : null, compare };
}

export function VersionsSection({ versions }: { readonly versions: Versions }): ReactNode {
  const { t } = useMessages();
  const [all, setAll] = useState(false);
  const { list } = versions;
  const older = list.length - 1;
  return (
    <Section
      title={t('secrets.versions')}
      aside={older > 0 ? t('secrets.versions.older', { count: older }) : undefined}
    >
      <Table
        label={t('secrets.versions')}
        hideHead
        keyOf={({ version }) => String(version)}
        rows={all ? list : list.slice(0, FIRST_SHOWN)}
        columns={[
          {
            id: 'version',
            head: t('secrets.versions.version'),
            rowHead: true,
            cell: (row) => <VersionName row={row} versions={versions} />,
          },
          {
            id: 'date',
            head: t('secrets.versions.date'),
            align: 'end',
            tone: 'quiet',
            cell: ({ createdAt }) => <Time iso={createdAt} style="date" />,
          },
        ]}
        isEnded={({ current }) => !current}
      />
      {list.length > FIRST_SHOWN && (
        <Button
          tone="quiet"
          className={css['more']}
          aria-expanded={all}
          onClick={() => {
            setAll(!all);
          }}
        >
          {all ? t('secrets.versions.fewer') : t('secrets.versions.all', { count: list.length })}
        </Button>
      )}
    </Section>
  );
}

interface VersionNameProps {
  readonly row: VersionSummary;
  readonly versions: Versions;
}

/** The current one has a tag; an older one can be looked at. */
function VersionName({ row, versions }: VersionNameProps): ReactNode {
  const { t } = useMessages();
  const { version, current } = row;
  const name = t('secrets.versions.name', { version: String(version) });
  if (current) {
    return (
      <>
        {name} <Tag tone="on">{t('secrets.versions.current')}</Tag>
      </>
    );
  }
  const open = versions.compared === version;
  return (
    <Button
      tone="quiet"
      className={css['version']}
      aria-expanded={open}
      aria-label={t('secrets.versions.compare_version', { version: String(version) })}
      onClick={() => {
        versions.compare(open ? null : version);
      }}
    >
      {name}
      <Icon icon={open ? ChevronUp : ChevronDown} size={14} />
    </Button>
  );
}
