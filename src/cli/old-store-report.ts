import type { ImportedClients, ImportedRow } from '../core/client-api.ts';
import type { ImportedConversation } from '../core/conversation-api.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { Deps } from './deps.ts';
import type { GatheredConversations, OldStore } from './doors.ts';

const KINDS = ['client', 'session', 'conversation', 'turn'] as const;
type Kind = (typeof KINDS)[number];

/** How many of a kind came, and why the others did not; `damaged` could not be read. */
interface Counts {
  imported: number;
  clash: number;
  refused: number;
  damaged: number;
}

/** A line of the report; `noted` is about a row that is imported. */
interface ReportLine {
  readonly table: Kind;
  readonly name: string;
  readonly id: string | null;
  readonly outcome: keyof Counts | 'noted';
  readonly code: ErrorCode | null;
  readonly line: number | null;
  readonly hint: string | null;
}

export interface Report {
  readonly dryRun: boolean;
  readonly counts: Readonly<Record<Kind, Counts>>;
  readonly madeDefault: boolean;
  readonly lines: readonly ReportLine[];
}

/** Every client, and of the rest what was left out or is to be known. */
export function makeReport({
  store,
  gathered,
  imported,
  taken,
  dryRun,
}: {
  readonly store: OldStore;
  readonly gathered: GatheredConversations;
  readonly imported: ImportedClients;
  readonly taken: readonly ImportedConversation[];
  readonly dryRun: boolean;
}): Report {
  const counts = {
    client: countOf(imported.clients),
    session: countOf(imported.sessions),
    conversation: countOf(taken),
    turn: turnsIn(taken),
  };
  const problems = [...store.problems, ...gathered.problems].map(problemLine);
  for (const { table, outcome } of problems) if (outcome !== 'noted') counts[table][outcome] += 1;
  const names = new Map(store.clients.map(({ sourceId, name }) => [sourceId, name]));
  const clients = imported.clients.map((row) => lineFor('client', row, names.get(row.sourceId)));
  const rest = [
    ...imported.sessions.map((row) => lineFor('session', row)),
    ...taken.flatMap((one) => [
      lineFor('conversation', one),
      ...one.leftOut.map((row) => lineFor('turn', { ...row, id: null })),
    ]),
  ].filter(({ outcome }) => outcome !== 'imported');
  const { madeDefault } = imported;
  return { dryRun, counts, madeDefault, lines: [...clients, ...rest, ...problems] };
}

function none(): Counts {
  return { imported: 0, clash: 0, refused: 0, damaged: 0 };
}

function countOf(rows: readonly Pick<ImportedRow, 'outcome'>[]): Counts {
  const counts = none();
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

function turnsIn(taken: readonly ImportedConversation[]): Counts {
  const counts = none();
  for (const { outcome, turns, leftOut } of taken) {
    counts[outcome] += turns;
    for (const row of leftOut) counts[row.outcome] += row.turns;
  }
  return counts;
}

function lineFor(
  table: Kind,
  row: Pick<ImportedRow, 'sourceId' | 'id' | 'outcome' | 'code' | 'hint'>,
  name: string = row.sourceId,
): ReportLine {
  const { id, outcome, code = null, hint = null } = row;
  return { table, name, id, outcome, code, line: null, hint };
}

function problemLine(problem: OldStore['problems'][number]): ReportLine {
  const { table, name, line = null, code, hint, kept } = problem;
  const why = code === 'invalid_input' ? ('damaged' as const) : ('refused' as const);
  return { table, name, id: null, outcome: kept ? 'noted' : why, code, line, hint };
}

/** Prints it, and says what is to be done next. */
export async function showReport(report: Report, { output }: Deps): Promise<void> {
  const { dryRun, counts, madeDefault, lines } = report;
  if (output.json) {
    await output.document({
      dry_run: dryRun,
      imported: KINDS.reduce((sum, kind) => sum + counts[kind].imported, 0),
      ...cameOf(counts),
      counts,
      default_made: madeDefault,
      entries: lines,
    });
  } else await output.table(['OUTCOME', 'WHAT', 'NAME', 'CODE', ''], lines.map(cellsOf));
  for (const notice of notices(report)) output.notice(notice);
}

function cellsOf({ outcome, table, name, code, line, hint }: ReportLine): readonly string[] {
  const at = line === null ? '' : `line ${line}`;
  return [outcome, table, name, code ?? '', [at, hint ?? ''].filter(Boolean).join(': ')];
}

type Notice = Parameters<Deps['output']['notice']>[0];

function notices(report: Report): readonly Notice[] {
  const { counts, madeDefault } = report;
  return [
    whatCame(report),
    ...KINDS.flatMap((kind) => whatStayed(kind, counts[kind])),
    ...(madeDefault ? [NOBODYS] : []),
    ...(counts.client.imported > 0 ? [KEYS_NEEDED] : []),
  ];
}

const NOBODYS: Notice = {
  code: 'default_client',
  text: 'What belonged to nobody went to a new client `default`.',
};

const KEYS_NEEDED: Notice = {
  code: 'keys_needed',
  text: 'Old keys are not taken over: each client needs a new one (`strongroom key create CLIENT`) and its grants.',
};

function cameOf({ client, session, conversation, turn }: Report['counts']): {
  readonly clients: number;
  readonly sessions: number;
  readonly conversations: number;
  readonly turns: number;
} {
  return {
    clients: client.imported,
    sessions: session.imported,
    conversations: conversation.imported,
    turns: turn.imported,
  };
}

function whatCame({ dryRun, counts, lines }: Report): Notice {
  const { clients, sessions, conversations, turns } = cameOf(counts);
  const verb = dryRun ? 'would be imported; nothing was written' : 'imported';
  const left = lines.filter(({ code }) => code !== null).length;
  const toLookAt = left === 0 ? '' : ` ${left} to look at.`;
  return {
    code: 'imported',
    text: `${clients} clients, ${sessions} sessions, ${conversations} conversations and ${turns} turns ${verb}.${toLookAt}`,
    details: { ...{ clients, sessions, conversations, turns }, dry_run: dryRun },
  };
}

function whatStayed(kind: Kind, { imported, ...left }: Counts): readonly Notice[] {
  const { clash, refused, damaged } = left;
  if (clash + refused + damaged === 0) return [];
  return [
    {
      code: 'left_out',
      text: `${kind}s: ${imported} imported, ${clash} here already, ${refused} refused, ${damaged} damaged.`,
      details: {
        [`${kind}s_clash`]: clash,
        [`${kind}s_refused`]: refused,
        [`${kind}s_damaged`]: damaged,
      },
    },
  ];
}
