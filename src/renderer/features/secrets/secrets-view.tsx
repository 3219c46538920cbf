import { useEffect, useState, type ReactNode } from 'react';
import { useMessages } from '../../app/info.ts';
import { select, type Route } from '../../app/route.ts';
import { useSecretList } from '../../app/secrets.ts';
import { Bar, Panes, SheetPane } from '../../components/panes.tsx';
import { RecordSheet } from '../../components/record.tsx';
import { EmptyVault } from '../empty/empty-vault.tsx';
import { DamagedDetail } from './damaged-detail.tsx';
import { RECORD_ID } from './record-id.ts';
import { SecretDetail } from './secret-detail.tsx';
import { SecretDialogs } from './secret-dialogs.tsx';
import { SecretListPane } from './secret-list-pane.tsx';
import { useSecretShortcuts } from './use-secret-shortcuts.ts';

export interface SecretsViewProps {
  readonly route: Extract<Route, { view: 'secrets' }>;
}

/** The list and the sheet of what is chosen in it. */
export function SecretsView({ route }: SecretsViewProps): ReactNode {
  const list = useSecretList();
  if (list !== null && list.secrets.length === 0 && list.damaged.length === 0) {
    return <EmptyVault />;
  }
  return <ListAndSheet route={route} />;
}

function ListAndSheet({ route: { filter, selectedId } }: SecretsViewProps): ReactNode {
  const list = useSecretList();
  const { listed, stay, open } = useNarrowWindow();
  const secret = list?.secrets.find(({ id }) => id === selectedId);
  const damaged = list?.damaged.find(({ id }) => id === selectedId);
  const back = () => {
    stay(selectedId);
    focusSearch();
  };
  useSecretShortcuts(secret?.id ?? null, back);
  // Searching is what one comes for, and what is left when the chosen secret goes.
  useEffect(() => {
    if (document.activeElement === document.body) focusSearch();
  }, [selectedId]);
  const showing = (secret ?? damaged) === undefined || listed === selectedId ? 'list' : 'sheet';
  return (
    <Panes id="main" showing={showing}>
      <SecretListPane
        key={JSON.stringify(filter)}
        list={list}
        filter={filter}
        selectedId={selectedId}
        onSelect={(id, how) => {
          if (how === 'keyboard') stay(id);
          else open();
          select(id);
        }}
        onActivate={(id) => {
          select(id);
          open();
        }}
      />
      {secret !== undefined && <SecretDetail key={secret.id} secret={secret} onBack={back} />}
      {damaged !== undefined && <DamagedDetail {...damaged} onBack={back} />}
      {secret === undefined && damaged === undefined && <NothingChosen loading={list === null} />}
      <SecretDialogs />
    </Panes>
  );
}

function focusSearch(): void {
  document.querySelector<HTMLElement>('[data-search]')?.focus();
}

interface NarrowWindow {
  /** Chosen, but a window with room for one pane shows the list all the same. */
  readonly listed: string | null;
  readonly stay: (id: string | null) => void;
  /** Shows the sheet and puts the focus on it. */
  readonly open: () => void;
}

/** A narrow window opens what was clicked or entered, not what an arrow key ran past. */
function useNarrowWindow(): NarrowWindow {
  const [listed, stay] = useState<string | null>(null);
  const [opened, setOpened] = useState(0);
  useEffect(() => {
    if (opened > 0) document.getElementById(RECORD_ID)?.focus();
  }, [opened]);
  return {
    listed,
    stay,
    open: () => {
      stay(null);
      setOpened((before) => before + 1);
    },
  };
}

function NothingChosen({ loading }: { readonly loading: boolean }): ReactNode {
  const { t } = useMessages();
  return (
    <SheetPane id={RECORD_ID} label={t('secrets.detail')}>
      <Bar />
      <RecordSheet>{!loading && <p className="quiet">{t('secrets.none_chosen')}</p>}</RecordSheet>
    </SheetPane>
  );
}
