import { useState, type ReactNode } from 'react';
import { AppFrame, Panes } from '../../../src/renderer/components/panes.tsx';
import { AuditPane, Palette } from './window-audit.tsx';
import { Record, Secrets } from './window-record.tsx';
import { Side } from './window-side.tsx';
import { secretsOf } from './window-data.ts';

const QUERY = new URLSearchParams(location.search);
const SECRETS = secretsOf(Number(QUERY.get('count') ?? '13'));

export function WindowPage(): ReactNode {
  const [view, setView] = useState(QUERY.get('view') ?? 'secrets');
  const [selected, setSelected] = useState<string | null>('ig-live');
  const [showing, setShowing] = useState<'list' | 'sheet'>('list');
  const [palette, setPalette] = useState(QUERY.has('palette'));
  const record = SECRETS.find((secret) => secret.name === selected);
  return (
    <>
      <AppFrame side={<Side view={view} onView={setView} />}>
        {view === 'audit' ? (
          <AuditPane />
        ) : (
          <Panes showing={showing}>
            <Secrets
              secrets={SECRETS}
              selected={selected}
              onPalette={() => setPalette(true)}
              onSelect={(name, how) => {
                setSelected(name);
                if (how === 'pointer') setShowing('sheet');
              }}
            />
            {record && <Record secret={record} onBack={() => setShowing('list')} />}
          </Panes>
        )}
      </AppFrame>
      <Palette open={palette} onClose={() => setPalette(false)} />
    </>
  );
}
