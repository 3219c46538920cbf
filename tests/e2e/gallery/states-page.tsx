import {
  Check,
  Copy,
  Ellipsis,
  Eye,
  History,
  Hourglass,
  ShieldCheck,
  TriangleAlert,
  X,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Bones } from '../../../src/renderer/components/bones.tsx';
import { Button, type ButtonTone } from '../../../src/renderer/components/button.tsx';
import { Checkbox } from '../../../src/renderer/components/checkbox.tsx';
import { ConfirmDialog } from '../../../src/renderer/components/confirm-dialog.tsx';
import { Dot } from '../../../src/renderer/components/dot.tsx';
import { TextArea, TextInput } from '../../../src/renderer/components/field.tsx';
import { Keys } from '../../../src/renderer/components/keys.tsx';
import { AppIcon, Mark } from '../../../src/renderer/components/mark.tsx';
import { MenuButton, type MenuItem } from '../../../src/renderer/components/menu.tsx';
import { Notice } from '../../../src/renderer/components/notice.tsx';
import { PasswordInput } from '../../../src/renderer/components/password-input.tsx';
import { Section } from '../../../src/renderer/components/section.tsx';
import { Segments } from '../../../src/renderer/components/segments.tsx';
import { Select } from '../../../src/renderer/components/select.tsx';
import { Stamp } from '../../../src/renderer/components/stamp.tsx';
import { StrengthMeter } from '../../../src/renderer/components/strength.tsx';
import { Switch } from '../../../src/renderer/components/switch.tsx';
import { Tag } from '../../../src/renderer/components/tag.tsx';
import { useToasts } from '../../../src/renderer/components/toast.tsx';
import { Tooltip } from '../../../src/renderer/components/tooltip.tsx';
import css from './gallery.module.css';

const TONES: readonly (readonly [ButtonTone, string])[] = [
  ['primary', 'Unlock'],
  ['plain', 'Verify'],
  ['quiet', 'Edit'],
  ['harm', 'Revoke'],
  ['harm-solid', 'Delete'],
];
const FORCED = ['', 'hover', 'focus', 'active'] as const;

export function StatesPage(): ReactNode {
  return (
    <main className={css['sheet']}>
      <div className={css['body']}>
        <h1 className={css['title']}>Components and their states</h1>
        <Buttons />
        <Fields />
        <Small />
        <Notices />
        <Layers />
        <Marks />
      </div>
    </main>
  );
}

function Buttons(): ReactNode {
  return (
    <Section level={2} title="Buttons">
      <div className={css['grid']}>
        {['Default', 'Hover', 'Focus', 'Active', 'Disabled', 'Loading'].map((cap) => (
          <span key={cap} className={css['cap']}>
            {cap}
          </span>
        ))}
        {TONES.map(([tone, label]) => [
          ...FORCED.map((state) => (
            <Button key={state} tone={tone} data-force={state}>
              {label}
            </Button>
          )),
          <Button key="disabled" tone={tone} disabled>
            {label}
          </Button>,
          <Button key="busy" tone={tone} busy>
            {label}
          </Button>,
        ])}
      </div>
    </Section>
  );
}

function Fields(): ReactNode {
  const shared = { showLabel: 'Show password', hideLabel: 'Hide password' };
  return (
    <Section level={2} title="Fields">
      <div className={`${css['grid'] ?? ''} ${css['three'] ?? ''}`}>
        <TextInput label="Name" placeholder="ig-live" hint="Letters, digits and hyphens." />
        <TextInput label="Name, hover" defaultValue="ig-live" data-force-parent="hover" />
        <TextInput label="Name, focus" defaultValue="ig-live" data-force="focus" />
        <PasswordInput
          {...shared}
          label="Password, error"
          error={
            <>
              That password does not open this vault. Try again in 4 s.{' '}
              <span className="mono quiet">b83d1f60</span>
            </>
          }
        />
        <PasswordInput
          {...shared}
          busy
          label="Password, checking"
          hint="Checking takes about a second on purpose."
        />
        <PasswordInput
          {...shared}
          label="Strength, 61 bits"
          below={
            <StrengthMeter
              level={2}
              word="Weak."
              sentence="Add a word or two."
              bits="61 bits"
              label="Strength 2 of 4"
            />
          }
        />
        <TextArea label="Note" defaultValue={'Two lines\nof a note'} />
        <TextInput label="Disabled" defaultValue="ig-live" disabled />
        <div>
          <Checkbox defaultChecked>I have written it down.</Checkbox>
          <Checkbox hint="Asked again every time.">Not chosen</Checkbox>
          <Checkbox disabled>Disabled</Checkbox>
        </div>
      </div>
    </Section>
  );
}

function Small(): ReactNode {
  const [overlap, setOverlap] = useState('24 h');
  const [who, setWho] = useState('anyone');
  return (
    <Section level={2} title="Stamps, tags, dots, switches">
      <div className={`${css['grid'] ?? ''} ${css['flow'] ?? ''}`}>
        <Stamp environment="live" /> <Stamp environment="paper" />{' '}
        <Stamp environment="live" large /> <Stamp environment="paper" large />{' '}
        <Stamp environment="staging" />
        <Tag>eu-equities</Tag>
        <Tag tone="on">Active</Tag>
        <Tag tone="brass">Overlap</Tag>
        <Tag tone="wax">Revoked</Tag>
        <span className={css['figure']}>
          <Dot state="on" />
          Active
        </span>
        <span className={css['figure']}>
          <Dot state="wait" />
          Waiting
        </span>
        <span className={css['figure']}>
          <Dot state="off" />
          Suspended
        </span>
        <span className={css['figure']}>
          <Dot state="harm" />
          Broken
        </span>
        <Switch defaultChecked>Lock on sleep</Switch>
        <Switch>Service token</Switch>
        <Segments
          label="Rotation overlap"
          value={overlap}
          options={['None', '1 h', '24 h', '7 d', '30 d'].map((value) => ({ value, label: value }))}
          onChange={setOverlap}
        />
        <Keys keys={['Ctrl', 'Shift', 'P']} />
        <Select
          bare
          label="Who"
          value={who}
          options={[
            { value: 'anyone', label: 'Anyone' },
            { value: 'owner', label: 'Owner' },
            { value: 'momentum', label: 'momentum-eu' },
          ]}
          onChange={setWho}
        />
      </div>
    </Section>
  );
}

function Notices(): ReactNode {
  return (
    <Section level={2} title="Notices">
      <div className={`${css['grid'] ?? ''} ${css['three'] ?? ''}`}>
        <Notice tone="ok" icon={ShieldCheck} title="Restore verified">
          13 secrets read back and matched.
        </Notice>
        <Notice tone="brass" icon={Hourglass} title="kraken-live ends in 6 days">
          Add the next key before 26 Nov.
        </Notice>
        <Notice tone="wax" icon={TriangleAlert} title="Port 7421 is taken">
          Stop the other program or choose a port. <span className="mono">3e07a9d1</span>
        </Notice>
      </div>
    </Section>
  );
}

function Layers(): ReactNode {
  const toasts = useToasts();
  const [asks, setAsks] = useState(false);
  const nothing = (): void => undefined;
  const items: readonly MenuItem[] = [
    { id: 'copy', label: 'Copy API key', icon: Copy, keys: ['Mod', 'C'], onSelect: nothing },
    { id: 'reveal', label: 'Reveal', icon: Eye, keys: ['Mod', 'R'], onSelect: nothing },
    { id: 'old', label: 'Restore version', icon: History, disabled: true, onSelect: nothing },
    'rule',
    {
      id: 'delete',
      label: 'Delete',
      icon: X,
      keys: ['Delete'],
      tone: 'harm',
      onSelect: () => setAsks(true),
    },
  ];
  return (
    <Section level={2} title="Small layers">
      <div className={`${css['grid'] ?? ''} ${css['flow'] ?? ''}`}>
        <MenuButton label="ig-live" icon={Ellipsis} items={items} />
        <MenuButton label="Outcome" text="Any outcome" items={items} />
        <Button
          onClick={() =>
            toasts.show({
              id: 'copied',
              text: 'API key copied. Clears in 30 s',
              icon: Check,
              countdownMs: 30_000,
              action: { label: 'Clear now', onAction: nothing },
            })
          }
        >
          Toast
        </Button>
        <Tooltip text="Lock" keys={['Mod', 'L']}>
          <Button>Tooltip</Button>
        </Tooltip>
        <div style={{ width: '16rem' }}>
          <Bones />
        </div>
        <ConfirmDialog
          open={asks}
          tone="harm"
          title="Delete ig-live?"
          confirmLabel="Delete"
          cancelLabel="Keep"
          onConfirm={() => setAsks(false)}
          onCancel={() => setAsks(false)}
        >
          <p className="soft">2 clients borrow it. They are refused from then on.</p>
        </ConfirmDialog>
      </div>
    </Section>
  );
}

function Marks(): ReactNode {
  return (
    <Section level={2} title="Mark and tray">
      <div className={css['grid']}>
        <span className={css['figure']}>
          <AppIcon size={32} /> <span className={css['cap']}>App icon</span>
        </span>
        {(['locked', 'unlocked', 'relay-active', 'paused'] as const).map((state) => (
          <span key={state} className={css['figure']}>
            <Mark state={state} plain />
            {state}
          </span>
        ))}
      </div>
    </Section>
  );
}
