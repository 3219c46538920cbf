import type { RepairReply } from '../../../shared/ipc/replies.ts';
import type { MessageKey } from '../../../shared/messages/catalogue.ts';
import type { Phrase } from './phrase.ts';

export type RepairRow = RepairReply['dropped'][number];

/** What the window knows of a secret by its id. */
export interface KnownSecrets {
  readonly nameOf: (id: string) => string | null;
  /** Day of creation, as it is shown; of a record whose name does not open. */
  readonly madeOn: (id: string) => string | null;
}

/** A row of a repair in words. The id stands beside it. */
export interface RepairWords {
  readonly title: Phrase;
  readonly why: MessageKey;
  readonly id: string;
}

function titleOfSecret(id: string, known: KnownSecrets): Phrase {
  const name = known.nameOf(id);
  if (name !== null) return { key: 'repair.row.secret', values: { name } };
  const date = known.madeOn(id);
  if (date !== null) return { key: 'repair.row.unnamed', values: { date } };
  return { key: 'repair.row.unknown' };
}

function wordsOfVersion(row: RepairRow, known: KnownSecrets): RepairWords {
  const [id = '', version = ''] = row.id.split(':');
  const name = known.nameOf(id);
  return {
    title:
      name === null
        ? { key: 'repair.row.version.unnamed', values: { version } }
        : { key: 'repair.row.version', values: { name, version } },
    why: 'repair.row.version.why',
    id,
  };
}

/** Says which entry a row of the vault file is. */
export function repairWords(row: RepairRow, known: KnownSecrets): RepairWords {
  const { table, id } = row;
  switch (table) {
    case 'secrets_metadata':
      return { title: titleOfSecret(id, known), why: 'repair.row.secret.why', id };
    case 'secret_versions':
      return wordsOfVersion(row, known);
    case 'settings':
      return {
        title: { key: 'repair.row.setting', values: { name: id } },
        why: 'repair.row.setting.why',
        id: '',
      };
    case 'key_slots':
      return {
        title: { key: 'repair.row.key_slot' },
        why: 'repair.row.key_slot.why',
        id,
      };
    default:
      return {
        title: { key: 'repair.row.unlisted', values: { table } },
        why: 'repair.row.unlisted.why',
        id,
      };
  }
}
