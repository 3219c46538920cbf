import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { isShortcut, PAGE_COMMANDS } from '../../app/commands.ts';
import { useInfo, useMessages } from '../../app/info.ts';
import { useRoute } from '../../app/route.ts';
import { useSecret, useSecretList } from '../../app/secrets.ts';
import { CommandPalette, type Command, type CommandGroup } from '../../components/command-list.tsx';
import { Keys } from '../../components/keys.tsx';
import { Matched } from '../../components/matched.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { wordsOf } from '../secrets/fold-text.ts';
import { foundMeta } from '../secrets/row-meta.ts';
import { indexSecrets } from '../secrets/search-secrets.ts';
import { useCopyMain } from '../secrets/use-copy.ts';
import { markRanges } from './mark-ranges.ts';
import {
  foundSecrets,
  paletteGroups,
  type PaletteGroup,
  type PaletteOption,
  type PaletteSources,
  type Verb,
} from './palette-groups.ts';
import { KIND_ICONS } from '../secrets/kind-icons.ts';
import { VERB_ICONS } from './palette-icons.ts';
import { prepareOptions } from './rank-options.ts';
import { remember, useRecent } from './recent.ts';
import { isAction, useActions, useEverywhere } from './use-verbs.ts';

const SECRET = 'secret:';

/** Everything by name: find a secret, do something with it, or go somewhere. */
export function PaletteDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useMessages();
  const [query, setQuery] = useState('');
  const found = useFound(query);
  const subject = useSubject(found);
  const actions = useActions(subject.id);
  const everywhere = useEverywhere();
  const offered = useGroups(query, { found, subjectId: subject.id, actions, everywhere });
  const run = useRun(onClose, subject.id);
  const drawn = useDrawn(query, run);
  const seen = offered.flatMap(({ options }) =>
    options.flatMap((option) => (option.kind === 'verb' ? option.verb : [])),
  );
  const verbs = [...seen, ...everywhere.map(({ item }) => item)];
  const groups = offered.map((group): CommandGroup => ({
    id: group.id,
    title: titleOf(group, subject.name, t),
    commands: group.options.map(drawn),
  }));
  return (
    <CommandPalette
      open
      onClose={onClose}
      label={t('palette.label')}
      placeholder={t('palette.placeholder')}
      query={query}
      onQuery={setQuery}
      groups={groups}
      empty={t('palette.none')}
      onActive={subject.onActive}
      onKeyDown={useShortcutKeys(verbs, run, onClose)}
      foot={<PaletteFoot />}
    />
  );
}

function useFound(query: string): PaletteSources['found'] {
  const list = useSecretList();
  const recent = useRecent();
  const index = useMemo(() => indexSecrets(list?.secrets ?? []), [list]);
  const secrets = useMemo(
    () => prepareOptions((list?.secrets ?? []).map((item) => ({ item, text: item.name }))),
    [list],
  );
  return useMemo(
    () => foundSecrets(query, { secrets, index, recent }),
    [query, secrets, index, recent],
  );
}

/**
 * The secret whose verbs are offered: the one highlighted last while it is listed, else the one shown in the window. What
 * "re" has found on the way to "remove" must not be what is removed.
 */
function useSubject(found: PaletteSources['found']): {
  readonly id: string | null;
  readonly name: string;
  readonly onActive: (id: string | undefined) => void;
} {
  const route = useRoute();
  const [pointedId, setPointedId] = useState<string | null>(null);
  const shownId = route.view === 'secrets' ? route.selectedId : null;
  const secret = useSecret(found.some(({ item }) => item.id === pointedId) ? pointedId : shownId);
  const onActive = useCallback((active: string | undefined) => {
    if (active?.startsWith(SECRET) === true) setPointedId(active.slice(SECRET.length));
  }, []);
  return { id: secret?.id ?? null, name: secret?.name ?? '', onActive };
}

function useGroups(
  query: string,
  { found, subjectId, actions, everywhere }: Omit<PaletteSources, 'recent'>,
): readonly PaletteGroup[] {
  const recent = useRecent();
  return useMemo(
    () => paletteGroups(query, { found, subjectId, actions, everywhere, recent }),
    [query, found, subjectId, actions, everywhere, recent],
  );
}

type Run = (id: string, act: () => void) => void;

/**
 * The palette is gone, and the focus back where it was, before a verb runs: it may open something itself. Of a secret
 * whatever was done is remembered as the secret.
 */
function useRun(onClose: () => void, subjectId: string | null): Run {
  return useCallback(
    (id, act) => {
      flushSync(onClose);
      remember(subjectId !== null && isAction(id) ? SECRET + subjectId : id);
      act();
    },
    [onClose, subjectId],
  );
}

function useDrawn(query: string, run: Run): (option: PaletteOption) => Command {
  const { t } = useMessages();
  const copyMain = useCopyMain();
  const marked = (text: string) => <Matched text={text} ranges={markRanges(text, query)} />;
  return (option) => {
    if (option.kind === 'verb') {
      const { id, label, keys, run: act } = option.verb;
      // Under a secret that was found stands every verb, whatever was typed.
      const shown = isAction(id) ? label : marked(label);
      return { id, icon: VERB_ICONS[id], label: shown, keys, onRun: () => run(id, act) };
    }
    const { secret, id } = option;
    const meta = foundMeta(secret, t, wordsOf(query));
    return {
      id,
      icon: KIND_ICONS[secret.kind],
      label: marked(secret.name),
      stamp: <Stamp environment={secret.metadata.environment} />,
      sub: markRanges(secret.name, query).length > 0 ? meta : marked(meta),
      verb: t('palette.copy'),
      onRun: () => run(id, () => void copyMain(secret.id)),
    };
  };
}

/** The keys that stand beside the verbs work in here too, but for those that one types with. */
function useShortcutKeys(
  verbs: readonly Verb[],
  run: Run,
  onClose: () => void,
): (event: KeyboardEvent) => void {
  const mac = useInfo().platform === 'darwin';
  return (event) => {
    const pressed = ({ keys }: Pick<Verb, 'keys'>) =>
      keys.length > 1 && isShortcut(event.nativeEvent, keys, mac);
    const { target } = event;
    // What is selected in the field is what Ctrl+C means first.
    const selects =
      target instanceof HTMLInputElement && target.selectionStart !== target.selectionEnd;
    const verb = verbs.find((one) => pressed(one) && !(one.id === 'copy' && selects));
    if (verb !== undefined) run(verb.id, verb.run);
    else if (pressed(PAGE_COMMANDS.palette)) onClose();
    else return;
    event.preventDefault();
  };
}

function titleOf(
  { id }: PaletteGroup,
  name: string,
  t: ReturnType<typeof useMessages>['t'],
): string {
  switch (id) {
    case 'recent':
      return t('palette.group.recent');
    case 'secrets':
      return t('palette.group.secrets');
    case 'actions':
      return t('palette.group.actions', { name });
    case 'everywhere':
      return t('palette.group.everywhere');
  }
}

function PaletteFoot(): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <span>
        <Keys keys={['ArrowUp', 'ArrowDown']} /> {t('palette.foot.move')}
      </span>
      <span>
        <Keys keys={['Enter']} /> {t('palette.foot.run')}
      </span>
      <span>
        <Keys keys={['Tab']} /> {t('palette.foot.next')}
      </span>
    </>
  );
}
