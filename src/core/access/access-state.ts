import type { AccessState } from '../../shared/access.ts';
import { EVERYONE } from '../../shared/client.ts';
import { exemptPaths } from '../settings/definitions.ts';
import { readSetting } from '../settings/read-setting.ts';
import { storedSetting } from '../settings/stored-setting.ts';
import type { Access } from './access.ts';
import { isServiceKey } from './identify.ts';

/**
 * See `AccessApi.state`. While locked nobody vouches for a setting: then keys are required, and the list of exempt routes
 * is taken as it lies, for it can only be narrower than the default.
 */
export function accessState({ core, memory }: Access): AccessState {
  const unproved = core.session === null ? storedSetting(core.store, 'auth.exempt_paths') : null;
  const now = core.clock.nowText();
  const ends = memory.serviceEnds(() =>
    [...core.store.scan('api_keys')]
      .filter((row) => isServiceKey(row) && row.revoked_at === null)
      .map((row) => row.expires_at),
  );
  return {
    keysRequired: readSetting(core, 'auth.required') === 1,
    exemptPaths: exemptPaths(unproved ?? readSetting(core, 'auth.exempt_paths')),
    serviceToken: ends.some((end) => end === null || end > now),
    pausedAll: core.store.get('pauses', EVERYONE) !== null,
  };
}
