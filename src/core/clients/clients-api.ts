import type { ClientsApi, GrantsApi, KeysApi, PausesApi } from '../client-api.ts';
import { addGrant } from '../grants/add-grant.ts';
import { checkGrants } from '../grants/check-grants.ts';
import { listGrants, removeGrant } from '../grants/list-grants.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { addClient } from './add-client.ts';
import { resumeClient, suspendClient, updateClient } from './change-client.ts';
import { createKey } from './create-key.ts';
import { revokeKey, rotateKey } from './end-key.ts';
import { importClients } from './import-clients.ts';
import { getClient, listClients } from './list-clients.ts';
import { findKeyByHash, listKeys } from './list-keys.ts';
import { listPauses, pauseAccess, unpauseAccess } from './pauses.ts';
import { purgeClient, removeClient } from './remove-client.ts';

/** The verbs over clients, bound to one vault. */
export function clientsApi(core: VaultCore): ClientsApi {
  return {
    add: (input, context) => addClient(core, input, context),
    list: (input, context) => listClients(core, input, context),
    get: (ref, context) => getClient(core, ref, context),
    update: (input, context) => updateClient(core, input, context),
    suspend: (ref, context) => suspendClient(core, ref, context),
    resume: (ref, context) => resumeClient(core, ref, context),
    remove: (ref, context) => removeClient(core, ref, context),
    purge: (ref, context) => purgeClient(core, ref, context),
    importAll: (input, context) => importClients(core, input, context),
  };
}

/** The verbs over API keys, bound to one vault. */
export function keysApi(core: VaultCore): KeysApi {
  return {
    create: (input, context) => createKey(core, input, context),
    list: (input, context) => listKeys(core, input, context),
    findByHash: (input, context) => findKeyByHash(core, input, context),
    rotate: (input, context) => rotateKey(core, input, context),
    revoke: (input, context) => revokeKey(core, input, context),
  };
}

/** The verbs over grants, bound to one vault. */
export function grantsApi(core: VaultCore): GrantsApi {
  return {
    add: (input, context) => addGrant(core, input, context),
    list: (input, context) => listGrants(core, input, context),
    remove: (input, context) => removeGrant(core, input, context),
    check: (input, context) => checkGrants(core, input, context),
  };
}

/** The verbs that hold clients and let them go, bound to one vault. */
export function pausesApi(core: VaultCore): PausesApi {
  return {
    list: () => listPauses(core),
    pause: ({ client }, context) => pauseAccess(core, client, context),
    unpause: ({ client }, context) => unpauseAccess(core, client, context),
  };
}
