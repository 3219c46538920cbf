import {
  Ban,
  Check,
  Download,
  Eye,
  Hash,
  Landmark,
  Link2,
  RefreshCw,
  ShieldCheck,
  X,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button } from '../../../src/renderer/components/button.tsx';
import {
  CommandPalette,
  type CommandGroup,
} from '../../../src/renderer/components/command-list.tsx';
import { SearchInput } from '../../../src/renderer/components/field.tsx';
import { Icon } from '../../../src/renderer/components/icon.tsx';
import { Keys } from '../../../src/renderer/components/keys.tsx';
import { Matched } from '../../../src/renderer/components/matched.tsx';
import { MenuButton } from '../../../src/renderer/components/menu.tsx';
import { Bar, SheetPane } from '../../../src/renderer/components/panes.tsx';
import { Section } from '../../../src/renderer/components/section.tsx';
import { Stamp } from '../../../src/renderer/components/stamp.tsx';
import type { Column } from '../../../src/renderer/components/table-parts.tsx';
import { Tag } from '../../../src/renderer/components/tag.tsx';
import { Time } from '../../../src/renderer/components/time.tsx';
import { Trace } from '../../../src/renderer/components/trace.tsx';
import { VirtualTable } from '../../../src/renderer/components/virtual-table.tsx';
import css from './gallery.module.css';
import { ENTRIES, type SampleEntry } from './window-data.ts';

const OUTCOME = {
  Done: { icon: Check, tone: 'ok' },
  Denied: { icon: Ban, tone: 'wax' },
  Failed: { icon: X, tone: 'wax' },
} as const;

const COLUMNS: readonly Column<SampleEntry>[] = [
  {
    id: 'ts',
    head: 'Time, UTC',
    width: '5.75rem',
    cell: (e) => <Time iso={e.ts} style="seconds" utc />,
  },
  {
    id: 'seq',
    head: 'Entry',
    align: 'end',
    wide: true,
    tone: 'quiet',
    width: '4.75rem',
    cell: (e) => e.seq,
  },
  { id: 'who', head: 'Who', width: '7.5rem', cell: (e) => e.who },
  { id: 'event', head: 'Event', mono: true, tone: 'soft', width: '9.5rem', cell: (e) => e.event },
  { id: 'about', head: 'About', wide: true, fold: true, cell: (e) => e.about },
  {
    id: 'outcome',
    head: 'Outcome',
    width: '6.5rem',
    cell: (e) => (
      <span className={css['figure']}>
        <Icon icon={OUTCOME[e.outcome].icon} size={14} className={OUTCOME[e.outcome].tone} />
        {e.outcome}
      </span>
    ),
  },
  {
    id: 'correlation',
    head: 'Correlation',
    wide: true,
    mono: true,
    tone: 'quiet',
    width: '6.5rem',
    cell: (e) => e.correlation,
  },
];

const seqOf = (entry: SampleEntry): string => String(entry.seq);

export function AuditPane(): ReactNode {
  const [selected, setSelected] = useState<string | null>('48213');
  return (
    <SheetPane label="Audit log" main>
      <Bar
        title="Audit log"
        end={
          <>
            <Button tone="quiet" icon={Download}>
              Export
            </Button>
            <Button icon={ShieldCheck}>Verify now</Button>
          </>
        }
      >
        <Tag tone="on" icon={Link2}>
          Chain intact
        </Tag>
        <span className="quiet nowrap is-wide">48,213 entries, checked at 09:14</span>
      </Bar>
      <search className={css['filters']}>
        <SearchInput label="Search the log" placeholder="Event, secret or correlation id" />
        <MenuButton label="Who" text="Anyone" items={[]} />
      </search>
      <VirtualTable
        label="Log entries"
        columns={COLUMNS}
        items={ENTRIES}
        keyOf={seqOf}
        selectedKey={selected}
        onSelect={(entry) => setSelected(seqOf(entry))}
      />
      <div className={css['inspector']}>
        <Section level={2} title="Everything under 7f3a91c2" aside="Entry 48,213 seals 48,212">
          <Trace
            label="Steps"
            steps={['Unlocked', 'Asked', 'Granted once', 'Signed', 'Sent to IG', 'Counted'].map(
              (title) => ({
                id: title,
                title,
                lines: ['09:43:57', 'momentum-eu'],
                current: title === 'Granted once',
              }),
            )}
          />
        </Section>
      </div>
    </SheetPane>
  );
}

const nothing = (): void => undefined;

const GROUPS: readonly CommandGroup[] = [
  {
    id: 'secrets',
    title: 'Secrets',
    commands: [
      {
        id: 'ig-live',
        icon: Landmark,
        label: <Matched text="ig-live" ranges={[[0, 2]]} />,
        stamp: <Stamp environment="live" />,
        sub: 'IG, account Z4QK8',
        verb: 'Copy API key',
        onRun: nothing,
      },
      {
        id: 'ig-demo',
        icon: Landmark,
        label: <Matched text="ig-demo" ranges={[[0, 2]]} />,
        stamp: <Stamp environment="paper" />,
        sub: 'IG, account D7RM2',
        verb: 'Copy API key',
        onRun: nothing,
      },
    ],
  },
  {
    id: 'actions',
    title: 'Actions on ig-live',
    commands: [
      {
        id: 'otp',
        icon: Hash,
        label: 'Copy one-time code',
        sub: '18 s left',
        keys: ['Mod', 'T'],
        onRun: nothing,
      },
      {
        id: 'reveal',
        icon: Eye,
        label: 'Reveal API key',
        sub: 'hides after 20 seconds',
        keys: ['Mod', 'R'],
        onRun: nothing,
      },
      { id: 'rotate', icon: RefreshCw, label: 'Rotate', disabled: true, onRun: nothing },
    ],
  },
];

export function Palette({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const [query, setQuery] = useState('ig');
  return (
    <CommandPalette
      open={open}
      onClose={onClose}
      label="Find a secret or an action"
      query={query}
      onQuery={setQuery}
      groups={query === 'none' ? [] : GROUPS}
      empty="Nothing has that name."
      foot={
        <>
          <span>
            <Keys keys={['ArrowUp', 'ArrowDown']} /> Move
          </span>
          <span>
            <Keys keys={['Enter']} /> Copy
          </span>
        </>
      }
    />
  );
}
