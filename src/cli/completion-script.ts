import type { Command } from 'commander';
import { GRANT_MODES } from '../shared/client.ts';
import { BUILT_IN_PLANS } from '../shared/plan.ts';
import { SECRET_KINDS } from '../shared/secret.ts';
import { OVERLAPS } from './client-input.ts';
import { OUTCOMES } from './commands/audit.ts';
import { CHAT_FORMATS } from './commands/chat-files.ts';
import { FORMATS } from './commands/import.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** By option; with words before it: only behind that command. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'import --from': FORMATS,
  '--format': CHAT_FORMATS,
  '--kind': SECRET_KINDS,
  '--mode': [...GRANT_MODES, 'write'],
  '--outcome': OUTCOMES,
  '--overlap': [...OVERLAPS.keys()],
  '--plan': BUILT_IN_PLANS,
};

/** What can follow a command's words. */
interface Completable {
  /** The words that lead here: '' for the program, 'audit verify' for a command of a command. */
  readonly path: string;
  readonly words: readonly { readonly word: string; readonly summary: string }[];
  readonly options: readonly {
    readonly flag: string;
    readonly summary: string;
    readonly takesValue: boolean;
    readonly takesPath: boolean;
    /** All it takes, where that is a few words. */
    readonly values: readonly string[];
  }[];
}

/** The completion script of a shell, made from the commands themselves. Names of secrets are never completed. */
export function completionScript(shell: Shell, program: Command): string {
  const nodes = describe(program, '');
  switch (shell) {
    case 'bash':
      return bashScript(nodes);
    case 'zsh':
      return zshScript(nodes);
    case 'fish':
      return fishScript(nodes);
  }
}

function describe(command: Command, path: string): readonly Completable[] {
  const help = command.createHelp();
  const commands = help.visibleCommands(command);
  const words = commands.map((child) => ({ word: child.name(), summary: child.description() }));
  const options = help
    .visibleOptions(command)
    .map(({ long, short, description, required, flags }) => ({
      flag: long ?? short ?? flags,
      summary: description,
      takesValue: required,
      takesPath: flags.endsWith('<path>'),
      values: VALUES[`${path} ${long ?? ''}`] ?? VALUES[long ?? ''] ?? [],
    }));
  const children = commands
    .filter((child) => child.name() !== 'help')
    .flatMap((child) => describe(child, path === '' ? child.name() : `${path} ${child.name()}`));
  return [{ path, words, options }, ...children];
}

/** Walks the words before the cursor to the command they lead to; the same in bash and zsh. */
function caseLines(nodes: readonly Completable[], body: (node: Completable) => string): string {
  return nodes.map((node) => `    '${node.path}') ${body(node)} ;;`).join('\n');
}

function valueFlags(nodes: readonly Completable[], takesPath: boolean): string {
  const flags = nodes
    .flatMap(({ options }) => options)
    .filter((option) => option.takesValue && option.takesPath === takesPath)
    .map(({ flag }) => flag);
  return [...new Set(flags)].join('|');
}

/** A case for each option that takes one of a few words, behind its command; the same in bash and zsh. */
function valueLines(body: (values: string) => string): string {
  return Object.entries(VALUES)
    .map(([place, values]) => {
      const pattern = place.startsWith('-') ? `*' ${place}'` : `'${place}'`;
      return `    ${pattern}) ${body(values.join(' '))} ;;`;
    })
    .join('\n');
}

function bashScript(nodes: readonly Completable[]): string {
  const paths = nodes.map(({ path }) => `'${path}'`).join('|');
  return `# bash completion for strongroom
_strongroom() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local path='' longer word words='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    longer="\${path:+$path }$word"
    case "$longer" in ${paths}) path="$longer" ;; esac
  done
  case "$path $previous" in
${valueLines((values) => `COMPREPLY=($(compgen -W '${values}' -- "$current")); return`)}
  esac
  case "$previous" in
    ${valueFlags(nodes, true)}) COMPREPLY=($(compgen -f -- "$current")); return ;;
    ${valueFlags(nodes, false)}) return ;;
  esac
  case "$path" in
${caseLines(nodes, ({ words, options }) => `words='${[...words.map(({ word }) => word), ...options.map(({ flag }) => flag)].join(' ')}'`)}
  esac
  [[ "$path" = import || "$path" = 'chat import' ]] && [ "\${current#-}" = "$current" ] && { COMPREPLY=($(compgen -f -- "$current")); return; }
  [ "$path" = completion ] && words="${SHELLS.join(' ')} $words"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o filenames -F _strongroom strongroom`;
}

function zshScript(nodes: readonly Completable[]): string {
  const quote = (word: string, summary: string): string =>
    `'${word}:${summary.replaceAll("'", "'\\''").replaceAll(':', '\\:')}'`;
  const paths = nodes.map(({ path }) => `'${path}'`).join('|');
  return `#compdef strongroom
_strongroom() {
  local place='' longer word
  local -a choices
  for word in "\${(@)words[2,CURRENT-1]}"; do
    longer="\${place:+$place }$word"
    case "$longer" in ${paths}) place="$longer" ;; esac
  done
  case "$place \${words[CURRENT-1]}" in
${valueLines((values) => `choices=(${values}); _describe -V 'value' choices; return`)}
  esac
  case "\${words[CURRENT-1]}" in
    ${valueFlags(nodes, true)}) _files; return ;;
    ${valueFlags(nodes, false)}) return ;;
  esac
  case "$place" in
${caseLines(
  nodes,
  ({ words, options }) =>
    `choices=(${[...words.map(({ word, summary }) => quote(word, summary)), ...options.map(({ flag, summary }) => quote(flag, summary))].join(' ')})`,
)}
  esac
  [[ "$place" = import || "$place" = 'chat import' ]] && _files
  [[ "$place" = completion ]] && choices+=(${SHELLS.join(' ')})
  _describe -V 'strongroom' choices
}
if [[ "$funcstack[1]" = _strongroom ]]; then _strongroom "$@"; else compdef _strongroom strongroom; fi`;
}

function fishScript(nodes: readonly Completable[]): string {
  const quote = (text: string): string =>
    `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = nodes.flatMap(({ path, words, options }) => {
    const here = `complete -c strongroom -n ${quote(`__strongroom_at ${quote(path)}`)}`;
    return [
      ...words.map(({ word, summary }) => `${here} -f -a ${word} -d ${quote(summary)}`),
      ...options.map(({ flag, summary, takesValue, takesPath, values }) => {
        const words = values.length === 0 ? '' : ` -a ${quote(values.join(' '))}`;
        const value = takesPath ? ' -r -F' : takesValue ? ` -x${words}` : '';
        return `${here} -l ${flag.replace(/^-+/, '')}${value} -d ${quote(summary)}`;
      }),
    ];
  });
  return `# fish completion for strongroom
function __strongroom_at
  set -l place
  for word in (commandline -opc)[2..-1]
    switch (string join ' ' -- $place $word)
      case ${nodes
        .filter(({ path }) => path !== '')
        .map(({ path }) => quote(path))
        .join(' ')}
        set -a place $word
    end
  end
  set -l here (string join ' ' -- $place)
  test "$here" = "$argv[1]"
end
complete -c strongroom -f
complete -c strongroom -n ${quote("__strongroom_at 'import'")} -F
complete -c strongroom -n ${quote("__strongroom_at 'chat import'")} -F
complete -c strongroom -n ${quote("__strongroom_at 'completion'")} -a ${quote(SHELLS.join(' '))}
${lines.join('\n')}`;
}
