import { Copy, Pencil } from 'lucide-react';
import { useCallback, type ReactNode } from 'react';
import type { SecretSummary } from '../../../shared/secret.ts';
import { useMessages } from '../../app/info.ts';
import { useStatus } from '../../app/status.ts';
import { Button } from '../../components/button.tsx';
import { MenuButton } from '../../components/menu.tsx';
import { BackButton, Bar, PaneScroll, SheetPane } from '../../components/panes.tsx';
import { Note, RecordHead, RecordSheet } from '../../components/record.tsx';
import { Section } from '../../components/section.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { Tag } from '../../components/tag.tsx';
import { Tile } from '../../components/tile.tsx';
import { vaultClient } from '../../vault-client.ts';
import { ExpirySection } from './expiry-section.tsx';
import { RECORD_ID } from './record-id.ts';
import { RefusedRecord } from './refused-record.tsx';
import { useSecretCommands, type SecretCommand } from './secret-commands.ts';
import css from './secrets.module.css';
import { SecretLedger } from './secret-ledger.tsx';
import { subtitleOf } from './subtitle.ts';
import { useLoaded } from './use-loaded.ts';
import { useVersions, VersionsSection } from './versions-section.tsx';
import { VersionCompare } from './version-compare.tsx';

/** Running through the list with an arrow key held down opens nothing on the way. */
const DESCRIBE_AFTER_MS = 40;

export interface SecretDetailProps {
  readonly secret: SecretSummary;
  readonly onBack: () => void;
}

/** The sheet of one secret. Its key is the secret's id: nothing that was shown of one is left for the next. */
export function SecretDetail({ secret, onBack }: SecretDetailProps): ReactNode {
  const { t } = useMessages();
  const { id, version, updatedAt, name, metadata } = secret;
  const describe = useCallback(
    () => vaultClient.secrets.describe({ id }),
    // These say when to ask again.
    [id, version, updatedAt],
  );
  const { value: detail, error, reload } = useLoaded(describe, DESCRIBE_AFTER_MS);
  const versions = useVersions(secret);
  return (
    <SheetPane id={RECORD_ID} labelledBy="record-title">
      <Bar end={<Tools id={id} readable={error === null} />}>
        <BackButton onClick={onBack}>{t('secrets.back')}</BackButton>
      </Bar>
      <PaneScroll label={t('secrets.detail')}>
        <RecordSheet>
          <RecordHead
            id="record-title"
            start={<Tile name={name} size="large" />}
            title={name}
            stamp={<Stamp environment={metadata.environment} large />}
            sub={subtitleOf(secret, t)}
          />
          {error === null ? (
            <SecretLedger secret={secret} detail={detail} />
          ) : (
            <RefusedRecord
              id={id}
              error={error}
              versions={versions.list}
              expectedVersion={version}
              onRetry={reload}
            />
          )}
          <div className={css['pair']}>
            <VersionsSection versions={versions} />
            <ExpirySection secret={secret} />
          </div>
          {versions.compared !== null && error === null && (
            <VersionCompare
              key={versions.compared}
              secret={secret}
              version={versions.compared}
              versions={versions.list}
              onClose={() => {
                versions.compare(null);
              }}
            />
          )}
          <Notes {...metadata} />
        </RecordSheet>
      </PaneScroll>
    </SheetPane>
  );
}

/** What a vault that is only readable refuses. */
const CHANGES: readonly SecretCommand[] = ['edit', 'rename', 'remove'];

interface ToolsProps {
  readonly id: string;
  /** A record that does not open can only be removed. */
  readonly readable: boolean;
}

function Tools({ id, readable }: ToolsProps): ReactNode {
  const { t } = useMessages();
  const readOnly = useStatus()?.state === 'tampered';
  const commands = useSecretCommands(id);
  const run = (wanted: string) => () => commands.find((command) => command.id === wanted)?.run();
  const more = ['reveal', 'rename', 'copy_reference'];
  const entry = (wanted: string) =>
    commands
      .filter((command) => command.id === wanted)
      .map((command) => ({
        id: command.id,
        label: t(command.label),
        ...(command.keys.length === 0 ? {} : { keys: command.keys }),
        disabled: CHANGES.includes(command.id)
          ? readOnly || (!readable && command.id !== 'remove')
          : !readable,
        onSelect: command.run,
      }));
  return (
    <>
      <Button
        tone="quiet"
        icon={Pencil}
        fold="narrow"
        disabled={!readable || readOnly}
        onClick={run('edit')}
      >
        {t('secrets.edit')}
      </Button>
      <Button tone="quiet" icon={Copy} fold="narrow" disabled={!readable} onClick={run('copy')}>
        {t('secrets.copy')}
      </Button>
      <MenuButton
        label={t('secrets.more')}
        items={[
          ...more.flatMap(entry),
          'rule',
          ...entry('remove').map((item) => ({ ...item, tone: 'harm' as const })),
        ]}
      />
    </>
  );
}

function Notes({ description, tags = [] }: SecretSummary['metadata']): ReactNode {
  const { t } = useMessages();
  if (description === undefined && tags.length === 0) return null;
  return (
    <Section
      title={t('secrets.notes')}
      actions={
        <span className={css['tags']}>
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </span>
      }
    >
      {description !== undefined && <Note>{description}</Note>}
    </Section>
  );
}
