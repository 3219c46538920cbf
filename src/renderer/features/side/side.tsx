import { Layers, Lock, ScrollText, Tag, type LucideIcon } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { SECRET_KINDS } from '../../../shared/secret.ts';
import { lock, PAGE_COMMANDS } from '../../app/commands.ts';
import { useMessages } from '../../app/info.ts';
import { go, useRoute, type Filter, type Route } from '../../app/route.ts';
import { currentSecrets, useSecretList } from '../../app/secrets.ts';
import { useStatus } from '../../app/status.ts';
import { BrandMenu } from '../../components/brand-menu.tsx';
import { useNumberFormat } from '../../components/language.ts';
import { NavGroup, NavItem } from '../../components/nav.tsx';
import { SidePane } from '../../components/panes.tsx';
import { RelayState, SideActs } from '../../components/side-foot.tsx';
import { SkipLink } from '../../components/skip-link.tsx';
import { KIND_ICONS } from '../secrets/kind-icons.ts';
import { KIND_NAMES } from '../secrets/filter-name.ts';
import { filterSecrets } from '../secrets/list-items.ts';
import { countSecrets } from './count-secrets.ts';

const LOCK_KEYS = ['Mod', 'L'];

/** Where the owner can go. */
export function Side(): ReactNode {
  const { t } = useMessages();
  const route = useRoute();
  const list = useSecretList();
  const number = useNumberFormat();
  const secrets = list?.secrets;
  const counts = useMemo(() => countSecrets(secrets ?? []), [secrets]);
  return (
    <>
      <SkipLink target="main">{t('side.skip')}</SkipLink>
      <SidePane label={t('side.label')} brand={<OwnerMenu />} foot={<Foot />}>
        <NavGroup title={t('side.secrets')}>
          <FilterItem
            filter={{ by: 'all' }}
            icon={Layers}
            label={t('secrets.all')}
            count={number(secrets?.length ?? 0)}
          />
          {SECRET_KINDS.map((kind) => (
            <FilterItem
              key={kind}
              filter={{ by: 'kind', kind }}
              icon={KIND_ICONS[kind]}
              label={t(KIND_NAMES[kind])}
              count={number(counts.kinds[kind])}
            />
          ))}
        </NavGroup>
        <NavGroup title={t('side.activity')}>
          <NavItem
            icon={ScrollText}
            label={t('command.audit')}
            current={route.view === 'audit'}
            onSelect={PAGE_COMMANDS.audit.run}
          />
        </NavGroup>
        <Tags tags={counts.tags} />
      </SidePane>
    </>
  );
}

interface FilterItemProps {
  readonly filter: Filter;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly count: string;
}

function FilterItem({ filter, ...item }: FilterItemProps): ReactNode {
  const route = useRoute();
  return (
    <NavItem
      {...item}
      current={route.view === 'secrets' && isSame(route.filter, filter)}
      onSelect={() => {
        show(filter, route);
      }}
    />
  );
}

function isSame(a: Filter, b: Filter): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Shows these; the chosen secret stays chosen if it is one of them. */
function show(filter: Filter, route: Route): void {
  const selectedId = route.view === 'secrets' ? route.selectedId : null;
  const stays = filterSecrets(currentSecrets().secrets, filter).some(({ id }) => id === selectedId);
  go({ view: 'secrets', filter, selectedId: stays ? selectedId : null });
}

const FIRST_TAGS = 12;

function Tags({ tags }: Pick<ReturnType<typeof countSecrets>, 'tags'>): ReactNode {
  const { t } = useMessages();
  const number = useNumberFormat();
  const [all, setAll] = useState(false);
  if (tags.length === 0) return null;
  return (
    <NavGroup title={t('side.tags')} wide>
      {(all ? tags : tags.slice(0, FIRST_TAGS)).map(({ tag, count }) => (
        <FilterItem
          key={tag}
          filter={{ by: 'tag', tag }}
          icon={Tag}
          label={tag}
          count={number(count)}
        />
      ))}
      {!all && tags.length > FIRST_TAGS && (
        <NavItem
          label={t('side.more_tags', { count: tags.length - FIRST_TAGS })}
          onSelect={() => {
            setAll(true);
          }}
        />
      )}
    </NavGroup>
  );
}

function OwnerMenu(): ReactNode {
  const { t } = useMessages();
  const { settings, about } = PAGE_COMMANDS;
  return (
    <BrandMenu
      name={t('shell.name')}
      label={t('side.owner_menu')}
      items={[
        { id: 'settings', label: t(settings.label), keys: settings.keys, onSelect: settings.run },
        { id: 'about', label: t(about.label), onSelect: about.run },
        'rule',
        { id: 'lock', label: t('command.lock'), icon: Lock, keys: LOCK_KEYS, onSelect: lock },
      ]}
    />
  );
}

function Foot(): ReactNode {
  const { t } = useMessages();
  const tampered = useStatus()?.state === 'tampered';
  return (
    <>
      <RelayState
        state={tampered ? 'harm' : 'on'}
        title={tampered ? t('side.read_only') : t('side.unlocked')}
        detail={tampered ? t('side.tampered') : t('side.local')}
      />
      <SideActs
        acts={[{ label: t('command.lock'), icon: Lock, shortcut: LOCK_KEYS, onClick: lock }]}
      />
    </>
  );
}
