import type { ReactNode, RefObject } from 'react';
import { nowText } from '../../clock.ts';
import { PAGE_COMMANDS } from '../../app/commands.ts';
import { useMessages } from '../../app/info.ts';
import type { Filter } from '../../app/route.ts';
import { Button } from '../../components/button.tsx';
import { EmptyList } from '../../components/empty.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { localDay } from './days.ts';
import { KIND_NAMES, useFilterName } from './filter-name.ts';
import { groupOf, type ListItem } from './list-items.ts';
import { DamagedRow, SecretRow } from './secret-row.tsx';

export interface SecretListProps {
  readonly items: readonly ListItem[];
  /** Secrets that were searched. */
  readonly total: number;
  readonly filter: Filter;
  readonly query: string;
  /** The words of the query, folded. */
  readonly words: readonly string[];
  /** Changes when the list is to begin at its top again. */
  readonly turn: number;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly selectedId: string | null;
  readonly onSelect: (id: string, how: 'keyboard' | 'pointer') => void;
  readonly onActivate: (id: string) => void;
}

const keyOf = ({ id }: ListItem) => id;
const labelOf = (item: ListItem) => (item.is === 'secret' ? item.secret.name : '');
const found = () => 'found';

export function SecretList(props: SecretListProps): ReactNode {
  const { items, total, filter, query, words, turn, box, selectedId } = props;
  const { t } = useMessages();
  const label = useFilterName(filter);
  const today = localDay(nowText());
  const searching = words.length > 0;
  // The arrow keys of the search field move a choice that the focus is not on.
  const chosen = items.find(({ id }) => id === selectedId);
  return (
    <>
      <p role="status" className="sr-only">
        {searching && t('secrets.found', { found: items.length, total })}{' '}
        {chosen && labelOf(chosen)}
      </p>
      {items.length === 0 ? (
        <NothingFound searching={searching} query={query} label={label} />
      ) : (
        <VirtualList
          // A search begins at its best hit, wherever the list was.
          key={`${searching ? 'found' : 'all'} ${String(turn)}`}
          ref={box}
          label={label}
          items={items}
          keyOf={keyOf}
          labelOf={labelOf}
          groupOf={searching ? found : groupOf}
          renderHead={(group) => <ListHead group={group} items={items} total={total} />}
          renderRow={(item) =>
            item.is === 'secret' ? (
              <SecretRow secret={item.secret} words={words} today={today} />
            ) : (
              <DamagedRow createdAt={item.createdAt} />
            )
          }
          selectedKey={selectedId}
          onSelect={(item, how) => {
            props.onSelect(item.id, how);
          }}
          onActivate={(item) => {
            props.onActivate(item.id);
          }}
        />
      )}
    </>
  );
}

interface ListHeadProps {
  readonly group: string;
  readonly items: readonly ListItem[];
  readonly total: number;
}

/** The head of a group; the first one also heads the column of expiries, if any secret has one. */
function ListHead({ group, items, total }: ListHeadProps): ReactNode {
  const { t } = useMessages();
  const [first] = items;
  const heads = group === 'found' || (first !== undefined && groupOf(first) === group);
  return (
    <>
      <span>
        {group === 'found' && t('secrets.found', { found: items.length, total })}
        {group === 'damaged' && t('secrets.damaged.head')}
        {(group === 'broker' || group === 'llm' || group === 'generic') && t(KIND_NAMES[group])}
      </span>
      {heads && <span>{t('secrets.expires')}</span>}
    </>
  );
}

interface NothingFoundProps {
  readonly searching: boolean;
  readonly query: string;
  readonly label: string;
}

function NothingFound({ searching, query, label }: NothingFoundProps): ReactNode {
  const { t } = useMessages();
  return searching ? (
    <EmptyList
      title={t('secrets.nothing_found', { query: query.trim() })}
      text={t('secrets.nothing_found.text')}
    />
  ) : (
    <EmptyList
      title={t('secrets.nothing_here', { list: label })}
      text={t('secrets.nothing_here.text')}
      action={<Button onClick={PAGE_COMMANDS.new_secret.run}>{t('command.new_secret')}</Button>}
    />
  );
}
