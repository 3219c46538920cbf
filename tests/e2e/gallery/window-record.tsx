import { Copy, Eye, EyeOff, Pencil, Plus, RefreshCw, Signature } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button, IconButton } from '../../../src/renderer/components/button.tsx';
import { SearchInput } from '../../../src/renderer/components/field.tsx';
import { Icon } from '../../../src/renderer/components/icon.tsx';
import { Ledger, LedgerLine } from '../../../src/renderer/components/ledger.tsx';
import { ListRow } from '../../../src/renderer/components/list-row.tsx';
import { OneTimeCode } from '../../../src/renderer/components/one-time-code.tsx';
import { MaskedValue } from '../../../src/renderer/components/masked.tsx';
import { MenuButton } from '../../../src/renderer/components/menu.tsx';
import {
  BackButton,
  Bar,
  ListPane,
  PaneScroll,
  SheetPane,
} from '../../../src/renderer/components/panes.tsx';
import { Note, RecordHead, RecordSheet } from '../../../src/renderer/components/record.tsx';
import { Pair, Section } from '../../../src/renderer/components/section.tsx';
import { Stamp } from '../../../src/renderer/components/stamp.tsx';
import { Table } from '../../../src/renderer/components/table.tsx';
import { Tag } from '../../../src/renderer/components/tag.tsx';
import { Tile } from '../../../src/renderer/components/tile.tsx';
import { Time } from '../../../src/renderer/components/time.tsx';
import { VirtualList } from '../../../src/renderer/components/virtual-list.tsx';
import css from './gallery.module.css';
import type { SampleSecret } from './window-data.ts';

export interface SecretsProps {
  readonly secrets: readonly SampleSecret[];
  readonly selected: string | null;
  readonly onSelect: (name: string, how: 'keyboard' | 'pointer') => void;
  readonly onPalette: () => void;
}

const nameOf = (secret: SampleSecret): string => secret.name;
const groupOf = (secret: SampleSecret): string => secret.group;
const nothing = (): void => undefined;

export function Secrets({ secrets, selected, onSelect, onPalette }: SecretsProps): ReactNode {
  return (
    <ListPane label="All secrets">
      <Bar>
        <SearchInput label="Search secrets" placeholder="Search 13 secrets" keys={['Mod', 'F']} />
        <IconButton
          tone="plain"
          label="New secret"
          icon={Plus}
          shortcut={['Mod', 'N']}
          onClick={onPalette}
        />
      </Bar>
      <VirtualList
        label="Secrets"
        items={secrets}
        keyOf={nameOf}
        labelOf={nameOf}
        groupOf={groupOf}
        renderHead={(group) => (
          <>
            {group}
            {group === 'Brokers' && <span>Expires</span>}
          </>
        )}
        selectedKey={selected}
        onSelect={(secret, how) => onSelect(secret.name, how)}
        renderRow={(secret) => (
          <ListRow
            start={<Tile name={secret.name} />}
            name={secret.name}
            meta={secret.meta}
            end={
              <>
                <Stamp environment={secret.environment} />
                {secret.expires !== null && <span className="quiet">{secret.expires}</span>}
              </>
            }
          />
        )}
      />
    </ListPane>
  );
}

export interface RecordProps {
  readonly secret: SampleSecret;
  readonly onBack: () => void;
}

export function Record({ secret, onBack }: RecordProps): ReactNode {
  return (
    <SheetPane label={secret.name}>
      <Bar
        end={
          <>
            <Button tone="quiet" icon={Pencil} fold="narrow">
              Edit
            </Button>
            <Button tone="quiet" icon={RefreshCw} fold="narrow">
              Rotate
            </Button>
            <MenuButton
              label="More actions"
              items={[{ id: 'a', label: 'Copy reference', icon: Copy, onSelect: nothing }]}
            />
          </>
        }
      >
        <BackButton onClick={onBack}>Secrets</BackButton>
      </Bar>
      <PaneScroll label="Secret">
        <RecordSheet>
          <RecordHead
            start={<Tile name={secret.name} size="large" />}
            title={secret.name}
            stamp={<Stamp environment={secret.environment} large />}
            sub="IG, broker. Orders placed with this key move real money."
          />
          <Fields />
          <Lent />
          <Pair>
            <Versions />
            <Section title="Expiry" aside="in 42 days" />
          </Pair>
          <Section title="Notes" actions={<Tag>eu-equities</Tag>}>
            <Note>
              Second factor lives on the desk phone. IG allows 60 trading requests a minute for this
              account.
            </Note>
          </Section>
        </RecordSheet>
      </PaneScroll>
    </SheetPane>
  );
}

function Fields(): ReactNode {
  const [shown, setShown] = useState(false);
  const copy = <IconButton label="Copy" icon={Copy} iconSize={14} />;
  return (
    <Ledger>
      <LedgerLine
        label="API key"
        actions={
          <>
            <IconButton
              label="Reveal API key"
              icon={shown ? EyeOff : Eye}
              iconSize={14}
              onClick={() => setShown(!shown)}
            />
            {copy}
          </>
        }
      >
        <MaskedValue label="hidden" revealed={shown ? 'not-a-real-key-0000' : undefined} />
      </LedgerLine>
      <LedgerLine label="Username" actions={copy}>
        mk-trading
      </LedgerLine>
      <LedgerLine label="Account" mono actions={copy}>
        Z4QK8
      </LedgerLine>
      <LedgerLine label="One-time code" actions={copy}>
        <OneTimeCode code="482913" remainingS={18} periodS={30} remainingText="18 s" />
      </LedgerLine>
      <LedgerLine label="Reference" mono actions={copy}>
        strongroom://ig-live/api-key
      </LedgerLine>
    </Ledger>
  );
}

interface Loan {
  readonly client: string;
  readonly mode: string;
  readonly within: string;
  readonly used: string;
}

const LOANS: readonly Loan[] = [
  {
    client: 'momentum-eu',
    mode: 'Sign',
    within: 'Up to 25 per order, asks each time',
    used: '2026-11-20T09:45:00Z',
  },
  {
    client: 'rebalancer',
    mode: 'Inject',
    within: 'GET only, 120 an hour',
    used: '2026-11-20T08:00:00Z',
  },
];

function Lent(): ReactNode {
  return (
    <Section
      title="Lent to"
      actions={
        <Button tone="quiet" icon={Plus}>
          Lend
        </Button>
      }
    >
      <Table
        label="Lent to"
        rows={LOANS}
        keyOf={(loan) => loan.client}
        columns={[
          { id: 'client', head: 'Client', rowHead: true, cell: (loan) => loan.client },
          {
            id: 'mode',
            head: 'Mode',
            cell: (loan) => (
              <span className={css['figure']}>
                <Icon icon={Signature} size={14} />
                {loan.mode}
              </span>
            ),
          },
          {
            id: 'within',
            head: 'Within',
            fold: true,
            wide: true,
            tone: 'soft',
            cell: (l) => l.within,
          },
          {
            id: 'used',
            head: 'Last used',
            align: 'end',
            tone: 'quiet',
            cell: (loan) => <Time iso={loan.used} style="time" />,
          },
        ]}
      />
    </Section>
  );
}

const VERSIONS = [
  { version: 4, at: '2026-10-03T10:00:00Z' },
  { version: 3, at: '2026-07-05T10:00:00Z' },
];

function Versions(): ReactNode {
  return (
    <Section title="Versions" aside="4 of 10 kept">
      <Table
        label="Versions"
        hideHead
        rows={VERSIONS}
        keyOf={({ version }) => String(version)}
        isEnded={({ version }) => version < 4}
        columns={[
          {
            id: 'version',
            head: 'Version',
            rowHead: true,
            cell: ({ version }) => (
              <>
                Version {version} {version === 4 && <Tag tone="on">Current</Tag>}
              </>
            ),
          },
          {
            id: 'at',
            head: 'Set on',
            align: 'end',
            tone: 'quiet',
            cell: ({ at }) => <Time iso={at} style="date" />,
          },
        ]}
      />
    </Section>
  );
}
