import type { SecretsApi } from '../api.ts';
import type { VaultCore } from '../session/vault-core.ts';
import { compareVersions } from './compare-versions.ts';
import { editSecret } from './edit-secret.ts';
import { currentTotp, listHistory } from './history.ts';
import { importAll } from './import-all.ts';
import { describeSecret, listSecrets } from './list-secrets.ts';
import { removeSecret } from './remove-secret.ts';
import { restoreSecret } from './restore-secret.ts';
import { setSecret } from './set-secret.ts';
import { withSecret } from './with-secret.ts';

/** The verbs over secrets, bound to one vault. */
export function secretsApi(core: VaultCore): SecretsApi {
  return {
    set: (input, context) => setSecret(core, input, context),
    list: (context) => listSecrets(core, context),
    describe: (selector, context) => describeSecret(core, selector, context),
    withSecret: (selector, purpose, use, context) =>
      withSecret(core, selector, purpose, use, context),
    edit: (input, context) => editSecret(core, input, context),
    update: (input, context) => editSecret(core, input, context),
    rename: async (input, context) => {
      await editSecret(core, input, context);
    },
    remove: (input, context) => removeSecret(core, input, context),
    history: (input, context) => listHistory(core, input, context),
    compare: (input, context) => compareVersions(core, input, context),
    restore: (input, context) => restoreSecret(core, input, context),
    totp: (input, context) => currentTotp(core, input, context),
    importAll: (input, context) => importAll(core, input, context),
  };
}
