import {
  Cpu,
  KeyRound,
  Landmark,
  Layers,
  Lock,
  MessagesSquare,
  Pause,
  Radar,
  ScrollText,
  Settings,
  Stamp,
  Tag,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { BrandMenu } from '../../../src/renderer/components/brand-menu.tsx';
import { NavGroup, NavItem } from '../../../src/renderer/components/nav.tsx';
import { SidePane } from '../../../src/renderer/components/panes.tsx';
import { RelayState, SideActs } from '../../../src/renderer/components/side-foot.tsx';

export interface SideProps {
  readonly view: string;
  readonly onView: (view: string) => void;
}

const nothing = (): void => undefined;

export function Side({ view, onView }: SideProps): ReactNode {
  return (
    <SidePane
      label="Vault"
      brand={
        <BrandMenu
          name="Strongroom"
          label="Profile, settings, lock"
          items={[
            {
              id: 'settings',
              label: 'Settings',
              icon: Settings,
              keys: ['Mod', ','],
              onSelect: nothing,
            },
            { id: 'lock', label: 'Lock', icon: Lock, keys: ['Mod', 'L'], onSelect: nothing },
          ]}
        />
      }
      foot={
        <>
          <RelayState
            state="on"
            title="Relay active"
            detail={<span className="mono">127.0.0.1:7421</span>}
          />
          <SideActs
            acts={[
              {
                label: 'Pause all',
                icon: Pause,
                shortcut: ['Mod', 'Shift', 'P'],
                onClick: nothing,
              },
              { label: 'Lock', icon: Lock, shortcut: ['Mod', 'L'], onClick: nothing },
            ]}
          />
        </>
      }
    >
      <NavGroup title="Secrets">
        <NavItem
          label="All secrets"
          icon={Layers}
          count={13}
          current={view === 'secrets'}
          onSelect={() => onView('secrets')}
        />
        <NavItem label="Brokers" icon={Landmark} count={6} onSelect={nothing} />
        <NavItem label="LLM providers" icon={Cpu} count={5} onSelect={nothing} />
        <NavItem label="Generic" icon={KeyRound} count={2} onSelect={nothing} />
      </NavGroup>
      <NavGroup title="Clients">
        <Client label="momentum-eu" on />
        <Client label="rebalancer" on />
        <Client label="research-agent" on />
        <Client label="backtester" />
      </NavGroup>
      <NavGroup title="Activity">
        <NavItem
          label="Approvals"
          icon={Stamp}
          due={{ count: 1, words: 'waiting' }}
          onSelect={nothing}
        />
        <NavItem label="Conversations" icon={MessagesSquare} onSelect={nothing} />
        <NavItem
          label="Audit log"
          icon={ScrollText}
          current={view === 'audit'}
          onSelect={() => onView('audit')}
        />
        <NavItem label="Leak radar" icon={Radar} onSelect={nothing} />
      </NavGroup>
      <NavGroup title="Tags" wide>
        <NavItem label="eu-equities" icon={Tag} count={4} onSelect={nothing} />
        <NavItem label="crypto" icon={Tag} count={2} onSelect={nothing} />
        <NavItem label="research" icon={Tag} count={5} onSelect={nothing} />
      </NavGroup>
    </SidePane>
  );
}

function Client({
  label,
  on = false,
}: {
  readonly label: string;
  readonly on?: boolean;
}): ReactNode {
  return (
    <NavItem
      label={label}
      client={
        on ? { state: 'on', stateLabel: 'Active' } : { state: 'off', stateLabel: 'Suspended' }
      }
      onSelect={nothing}
    />
  );
}
