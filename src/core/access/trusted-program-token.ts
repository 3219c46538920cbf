import { VaultError } from '../../shared/vault-error.ts';
import type { CallContext } from '../call.ts';
import { makeApiKey, SERVICE_ENVIRONMENT } from '../clients/api-key.ts';
import { storeZone } from '../clients/add-client.ts';
import { nextClientRow } from '../clients/change-client.ts';
import { clientNameIndex, openClient, sealClient } from '../clients/client-record.ts';
import { newKeyContent } from '../clients/create-key.ts';
import { opened } from '../clients/find-client.ts';
import { sealKey, sealKeyAgain } from '../clients/key-record.ts';
import { dropTokens } from '../clients/remove-client.ts';
import { wipe } from '../crypto/bytes.ts';
import { randomId } from '../crypto/random.ts';
import { carryOut } from '../integrity/carry-out.ts';
import type { CoveredTransaction } from '../integrity/write-covered.ts';
import type { VaultSession } from '../session/vault-core.ts';
import type { Access } from './access.ts';
import { isServiceKey } from './identify.ts';

const EVENT = 'access.service_token';
/** The client that trusted local programs share. */
const SERVICE_CLIENT = 'service';

/** See `AccessApi.setServiceToken`: whatever was in force before ends in the same step. */
export function setServiceToken(
  access: Access,
  { enabled }: { readonly enabled: boolean },
  context: CallContext,
): Promise<{ readonly key: Uint8Array | null; readonly keyId: string | null }> {
  const { core } = access;
  return core.writable({ event: EVENT }, context, (session) => {
    if (typeof enabled !== 'boolean') throw new VaultError('invalid_input');
    const found = serviceClient(access, session);
    const { client } = found;
    const now = core.clock.nowText();
    const ended = core.store
      .find('api_keys', 'client_id', client)
      .filter((row) => isServiceKey(row) && row.revoked_at === null)
      .map((row) => sealKeyAgain(session.keys, opened(session.keys, row), { revoked_at: now }));
    const end = (tx: CoveredTransaction): void => {
      for (const row of ended) {
        dropTokens(tx, 'key_id', row.id);
        tx.update('api_keys', [row.id], row);
      }
    };
    if (!enabled) {
      const act = { event: EVENT, ref: found.isThere ? { client } : {}, n: { enabled: 0 } };
      carryOut(core, session, act, context, end);
      return { key: null, keyId: null };
    }
    const { key, ...mark } = makeApiKey(SERVICE_ENVIRONMENT);
    try {
      const content = newKeyContent(client, mark, null, core.clock);
      const act = { event: EVENT, ref: { client, key: content.id }, n: { enabled: 1 } };
      carryOut(core, session, act, context, (tx) => {
        found.write(tx);
        end(tx);
        tx.insert('api_keys', sealKey(session.keys, content, SERVICE_CLIENT));
      });
      return { key, keyId: content.id };
    } catch (thrown) {
      wipe(key);
      throw thrown;
    }
  });
}

interface ServiceClient {
  readonly client: string;
  readonly isThere: boolean;
  /** Makes it if it is not there, and lets it in again if it was removed. */
  readonly write: (tx: CoveredTransaction) => void;
}

function serviceClient({ core }: Access, { keys }: VaultSession): ServiceClient {
  const index = clientNameIndex(keys, SERVICE_CLIENT);
  const [row] = core.store.find('clients', 'name_index', index);
  const now = core.clock.nowText();
  if (row === undefined) {
    const id = `cli_${randomId()}`;
    const content = { id, version: 1, profile: { name: SERVICE_CLIENT }, plan: 'unlimited' };
    const times = { createdAt: now, updatedAt: now };
    const made = sealClient(keys, { ...content, status: 'active', ...times });
    const write = (tx: CoveredTransaction): void => {
      tx.insert('clients', made);
      storeZone(tx, core.clock);
    };
    return { client: id, isThere: false, write };
  }
  const client = openClient(keys, row);
  if (client === null) throw new VaultError('record_corrupt');
  const again =
    client.status === 'deleted' ? nextClientRow(keys, client, { status: 'active' }, now) : null;
  return {
    client: row.id,
    isThere: true,
    write: (tx) => {
      if (again !== null) tx.update('clients', [row.id], again);
    },
  };
}
