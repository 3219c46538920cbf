import type { SecretsApi } from '../api.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { currentTotp, listHistory } from './history.ts';
import { importAll } from './import-all.ts';
import { describeSecret, listSecrets } from './list-secrets.ts';
import { setSecret } from './set-secret.ts';
import { removeSecret, renameSecret, restoreSecret, updateSecret } from './update-secret.ts';
import { withSecret } from './with-secret.ts';

/** The verbs over secrets, bound to one vault. */
export function secretsApi(core: VaultCore): SecretsApi {
  return {
    set: (input, context) => setSecret(core, input, context),
    list: (context) => listSecrets(core, context),
    describe: (selector, context) => describeSecret(core, selector, context),
    withSecret: (selector, purpose, use, context) =>
      withSecret(core, selector, purpose, use, context),
    update: (input, context) => updateSecret(core, input, context),
    rename: (input, context) => renameSecret(core, input, context),
    remove: (input, context) => removeSecret(core, input, context),
    history: (input, context) => listHistory(core, input, context),
    restore: (input, context) => restoreSecret(core, input, context),
    totp: (input, context) => currentTotp(core, input, context),
    importAll: (input, context) => importAll(core, input, context),
  };
}
