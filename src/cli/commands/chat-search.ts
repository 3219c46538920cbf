import type { Command } from 'commander';
import {
  OWNER,
  SEARCH_LIMITS,
  type SearchHit,
  type SearchInput,
  type SearchResult,
} from '../../shared/conversation.ts';
import type { Act } from '../act.ts';
import { searchJson } from '../../shared/http/conversation-views.ts';
import { partyNames, partyOption } from '../chat-party.ts';
import type { Deps } from '../deps.ts';
import { escapeText } from '../escape-text.ts';
import { findChat, parseChat } from '../find-chat.ts';
import { parseMoment } from '../parse-moment.ts';
import { parseInteger } from '../parse-input.ts';
import { withVault } from '../with-vault.ts';

interface Options {
  readonly client?: string;
  readonly model?: string;
  readonly from?: string;
  readonly to?: string;
  readonly conversation?: string;
  readonly any?: true;
  readonly limit: string;
}

interface Input {
  readonly client: string | undefined;
  readonly chat: string | null;
  readonly search: Pick<SearchInput, 'query' | 'match' | 'model' | 'from' | 'to' | 'limit'>;
}

export function configureSearch(search: Command, act: Act): void {
  search
    .option('--client <client>', 'only in those of a client, or owner for your own')
    .option('--model <name>', 'only what this model said or was asked')
    .option('--from <date>', 'from this day (UTC) or instant on')
    .option('--to <date>', 'up to and with this day (UTC), or before this instant')
    .option('--conversation <chat>', 'only in this chat')
    .option('--any', 'any of the words, not all of them')
    .option('--limit <n>', 'so many', String(SEARCH_LIMITS.hits));
  search.action((words: readonly string[], options: Options) =>
    act(search, (deps) => run(parse(words, options), deps)),
  );
}

function parse(words: readonly string[], options: Options): Input {
  const { client, model, from, to, conversation, any, limit } = options;
  const rule = `The limit is a whole number from 1 to ${String(SEARCH_LIMITS.mostHits)}.`;
  return {
    client,
    chat: conversation === undefined ? null : parseChat(conversation),
    search: {
      query: words.join(' '),
      match: any === true ? 'any' : 'all',
      ...(model === undefined ? {} : { model }),
      ...(from === undefined ? {} : { from: parseMoment(from, 'begin') }),
      ...(to === undefined ? {} : { to: parseMoment(to, 'end') }),
      limit: parseInteger(limit, { min: 1, max: SEARCH_LIMITS.mostHits, rule }),
    },
  };
}

async function run({ client, chat, search }: Input, deps: Deps): Promise<undefined> {
  const { output } = deps;
  const { result, nameOf } = await withVault(deps, async (unlocked) => {
    const { vault, context } = unlocked;
    const whose = await partyOption(client, unlocked);
    const where =
      chat === null
        ? ({ scope: 'all' } as const)
        : ({ scope: 'current', conversationId: await findChat(chat, unlocked) } as const);
    // A vault that was opened for this command has looked at nothing yet.
    await vault.search.ready();
    return {
      nameOf: await partyNames(unlocked),
      result: await vault.search.search(OWNER, { ...search, ...whose, ...where }, context),
    };
  });
  if (output.json) await output.document(searchJson(result));
  else await show(result, nameOf, deps);
  return undefined;
}

async function show(
  { hits, total, complete }: SearchResult,
  nameOf: (clientId: string | null) => string,
  { io, output }: Deps,
): Promise<void> {
  if (io.stdoutIsTerminal) {
    for (const hit of hits) await io.out(onTerminal(hit, nameOf(hit.clientId), io.boldAllowed));
  } else {
    await output.lines(
      hits.map((hit) =>
        [
          hit.conversationId,
          String(hit.sequence),
          nameOf(hit.clientId),
          hit.role,
          hit.createdAt,
          hit.title,
          hit.snippet,
        ].join('\t'),
      ),
    );
  }
  if (hits.length === 0) output.notice({ code: 'nothing_found', text: 'Nothing was found.' });
  if (total > hits.length) {
    const text = `${String(hits.length)} of ${String(total)}; --limit shows more.`;
    output.notice({ code: 'more', text, details: { total } });
  }
  if (!complete) output.notice({ code: 'incomplete', text: 'The search was cut short.' });
}

function onTerminal(hit: SearchHit, client: string, bold: boolean): string {
  const { title, role, createdAt, conversationId, sequence } = hit;
  const at = `${createdAt.slice(0, 10)} ${createdAt.slice(11, 16)}`;
  const head = `${escapeText(title)} · ${escapeText(client)} · ${role} · ${at}`;
  const where = `${conversationId} #${String(sequence)}`;
  return `${head}\n  ${where}\n  ${marked(hit, bold)}\n\n`;
}

/** The snippet with its matches in bold; what is stored is escaped piece by piece. */
function marked({ snippet, matches }: SearchHit, bold: boolean): string {
  if (!bold) return escapeText(snippet);
  let text = '';
  let at = 0;
  for (const [start, end] of matches.toSorted(([a], [b]) => a - b)) {
    if (start < at) continue;
    text += `${escapeText(snippet.slice(at, start))}\x1b[1m${escapeText(snippet.slice(start, end))}\x1b[22m`;
    at = end;
  }
  return text + escapeText(snippet.slice(at));
}
