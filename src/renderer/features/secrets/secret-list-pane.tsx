import { Plus } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { SecretListReply } from '../../../shared/ipc/replies.ts';
import { PAGE_COMMANDS } from '../../app/commands.ts';
import { useMessages } from '../../app/info.ts';
import type { Filter } from '../../app/route.ts';
import { IconButton } from '../../components/button.tsx';
import { SearchInput } from '../../components/field.tsx';
import { ListBones } from '../../components/list-row.tsx';
import { Bar, ListPane } from '../../components/panes.tsx';
import { Findings } from '../doors/findings.tsx';
import { wordsOf } from './fold-text.ts';
import { useFilterName } from './filter-name.ts';
import { filterSecrets, foundItems, groupedItems, neighbour, type ListItem } from './list-items.ts';
import { indexSecrets, searchSecrets } from './search-secrets.ts';
import { SecretList } from './secret-list.tsx';

export interface SecretListPaneProps {
  /** Null while it is on its way. */
  readonly list: SecretListReply | null;
  readonly filter: Filter;
  readonly selectedId: string | null;
  readonly onSelect: (id: string, how: 'keyboard' | 'pointer') => void;
  /** Enter, or a double click. */
  readonly onActivate: (id: string) => void;
}

/** Results that are in sight wherever the list was, so that showing which one is chosen does not scroll it. */
const BEST = 8;

const NOTHING: SecretListReply = { secrets: [], damaged: [] };

export function SecretListPane(props: SecretListPaneProps): ReactNode {
  const { list, filter, onSelect, onActivate } = props;
  const { t } = useMessages();
  const box = useRef<HTMLDivElement>(null);
  const { query, turn, setQuery, words, items, total } = useFound(list ?? NOTHING, filter, box);
  // A new query is a new choice: what was chosen before it does not stand between it and its best hit.
  const [pick, setPick] = useState<{ readonly id: string; readonly query: string } | null>(null);
  const picked = pick?.query === query ? pick.id : null;
  const selectedId = words.length === 0 ? props.selectedId : picked;
  useFallback(props.selectedId, items, setQuery);
  const inSight = items.slice(0, BEST).some(({ id }) => id === props.selectedId);
  const choose = (id: string, how: 'keyboard' | 'pointer') => {
    setPick({ id, query });
    onSelect(id, how);
  };
  const state = { query, items, selectedId };
  const actions = { setQuery, choose, onActivate };
  return (
    <ListPane label={useFilterName(filter)}>
      <Bar>
        <SearchInput
          data-search
          label={t('secrets.search')}
          placeholder={t('secrets.search_in', { count: total })}
          keys={PAGE_COMMANDS.find.keys}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (searchKey(event.key, state, actions)) event.preventDefault();
          }}
        />
        <NewSecret />
      </Bar>
      <Findings />
      {list === null ? (
        <ListBones count={8} label={t('secrets.loading')} />
      ) : (
        <SecretList
          {...state}
          selectedId={selectedId ?? (inSight ? props.selectedId : null)}
          total={total}
          filter={filter}
          words={words}
          turn={turn}
          box={box}
          onSelect={choose}
          onActivate={onActivate}
        />
      )}
    </ListPane>
  );
}

function NewSecret(): ReactNode {
  const { t } = useMessages();
  const { label, keys, run } = PAGE_COMMANDS.new_secret;
  return <IconButton label={t(label)} shortcut={keys} icon={Plus} tone="plain" onClick={run} />;
}

/** A secret that was chosen elsewhere, such as a new one, is not left out of the list by a search. */
function useFallback(
  selectedId: string | null,
  items: readonly ListItem[],
  setQuery: (query: string) => void,
): void {
  const [seen, setSeen] = useState(selectedId);
  if (seen === selectedId) return;
  setSeen(selectedId);
  if (selectedId !== null && !items.some(({ id }) => id === selectedId)) setQuery('');
}

interface Found {
  readonly query: string;
  /** Another one for a query that is typed while the list is not at its top. */
  readonly turn: number;
  readonly setQuery: (query: string) => void;
  /** Of the query, folded. */
  readonly words: readonly string[];
  readonly items: readonly ListItem[];
  /** Secrets that are searched. */
  readonly total: number;
}

function useFound(
  list: SecretListReply,
  filter: Filter,
  box: RefObject<HTMLDivElement | null>,
): Found {
  const [{ query, turn }, setSearch] = useState({ query: '', turn: 0 });
  const setQuery = (next: string) => {
    const scrolled = (box.current?.scrollTop ?? 0) > 0;
    setSearch({ query: next, turn: scrolled ? turn + 1 : turn });
  };
  const secrets = useMemo(() => filterSecrets(list.secrets, filter), [list, filter]);
  const grouped = useMemo(
    () => groupedItems(secrets, filter.by === 'all' ? list.damaged : []),
    [secrets, list, filter],
  );
  const index = useMemo(() => indexSecrets(secrets), [secrets]);
  const words = useMemo(() => wordsOf(query), [query]);
  const items = useMemo(
    () => (words.length === 0 ? grouped : foundItems(searchSecrets(index, query))),
    [grouped, index, words, query],
  );
  return { query, turn, setQuery, words, items, total: secrets.length };
}

interface SearchState {
  readonly query: string;
  readonly items: readonly ListItem[];
  readonly selectedId: string | null;
}

interface SearchActions {
  readonly setQuery: (query: string) => void;
  readonly choose: (id: string, how: 'keyboard') => void;
  readonly onActivate: (id: string) => void;
}

/** Keys of the search field that lead into the list; whether this was one. */
function searchKey(
  key: string,
  { query, items, selectedId }: SearchState,
  { setQuery, choose, onActivate }: SearchActions,
): boolean {
  switch (key) {
    case 'Escape':
      if (query === '') return false;
      setQuery('');
      return true;
    case 'ArrowDown':
    case 'ArrowUp': {
      const next = neighbour(items, selectedId, key === 'ArrowDown' ? 1 : -1);
      if (next !== undefined) choose(next.id, 'keyboard');
      return true;
    }
    case 'Enter': {
      const target = items.find(({ id }) => id === selectedId) ?? items[0];
      if (target !== undefined) onActivate(target.id);
      return true;
    }
    default:
      return false;
  }
}
