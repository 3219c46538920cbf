import type { MessageKey, MessageValues } from '../../../shared/messages/catalogue.ts';
import type { AuditEntry } from '../../../shared/model.ts';
import { CAUSE_WORDS, FINDING_WORDS, REASON_WORDS, wordsOr } from './reason-words.ts';

type Translate = (key: MessageKey, values?: MessageValues) => string;

/** What "about" needs beside the line. */
export interface AboutContext {
  readonly t: Translate;
  /** Name of a secret that is in the vault; null for one that was removed. */
  readonly nameOf: (id: string) => string | null;
}

/** What a line is about, part by part: a name, a cause, a setting, a count, a reason. */
export function aboutOf(entry: AuditEntry, { t, nameOf }: AboutContext): readonly string[] {
  return [...subjectOf(entry, t, nameOf), ...numbersOf(entry, t), ...reasonOf(entry, t)];
}

function subjectOf(
  { ref }: AuditEntry,
  t: Translate,
  nameOf: AboutContext['nameOf'],
): readonly string[] {
  const { secret, setting, cause, finding, channel, why } = ref;
  const subject: string[] = [];
  if (secret !== undefined) {
    subject.push(nameOf(secret) ?? t('audit.about.secret', { id: secret.slice(0, 8) }));
  }
  for (const name of [setting, channel, why]) if (name !== undefined) subject.push(name);
  if (cause !== undefined) subject.push(wordsOr(CAUSE_WORDS, cause, t));
  if (finding !== undefined) subject.push(wordsOr(FINDING_WORDS, finding, t));
  return subject;
}

function numbersOf({ event, n }: AuditEntry, t: Translate): readonly string[] {
  switch (event) {
    case 'vault.unlock':
      return flagged(n['interrupted'], t('audit.about.interrupted'));
    case 'vault.passwd':
      return flagged(n['renewed'], t('audit.about.renewed'));
    case 'secret.update':
      return [
        ...counted(n['version'], (version) => t('audit.about.version', { version })),
        ...flagged(n['renamed'], t('audit.about.renamed')),
      ];
    case 'secret.compare': {
      const { earlier, later } = n;
      return between({ from: earlier, to: later }, (from, to) =>
        t('audit.about.versions', { from, to }),
      );
    }
    case 'ipc.refused':
      return counted(n['calls'], (count) => t('audit.about.calls', { count }));
    case 'vault.migrate':
      return between(n, (from, to) => t('audit.about.schema', { from, to }));
    case 'audit.checkpoint':
      return between(n, (from, to) => t('audit.about.range', { from, to }));
    case 'secret.import':
      return [
        ...counted(n['imported'], (imported) => t('audit.about.imported', { imported })),
        ...counted(n['clash'], (clash) => t('audit.about.clash', { clash })),
        ...counted(n['refused'], (refused) => t('audit.about.refused', { refused })),
        ...flagged(n['dry_run'], t('audit.about.dry_run')),
      ];
    case 'tamper.accepted':
      return [
        ...counted(n['kept'], (kept) => t('audit.about.kept', { kept })),
        ...counted(n['dropped'], (dropped) => t('audit.about.dropped', { dropped })),
      ];
    case 'audit.verify':
    case 'audit.restarted':
      return [
        ...counted(n['lines'], (count) => t('audit.about.lines', { count })),
        ...counted(n['faults'], (count) => t('audit.about.faults', { count })),
      ];
    default:
      return counted(n['version'], (version) => t('audit.about.version', { version }));
  }
}

function reasonOf({ reason }: AuditEntry, t: Translate): readonly string[] {
  return reason === null ? [] : [wordsOr(REASON_WORDS, reason, t)];
}

function flagged(value: number | undefined, words: string): readonly string[] {
  return value === 1 ? [words] : [];
}

/** Nothing is said of a count of zero. */
function counted(value: number | undefined, words: (value: number) => string): readonly string[] {
  return value === undefined || value === 0 ? [] : [words(value)];
}

function between(
  { from, to }: { readonly from?: number | undefined; readonly to?: number | undefined },
  words: (from: number, to: number) => string,
): readonly string[] {
  return from === undefined || to === undefined ? [] : [words(from, to)];
}
