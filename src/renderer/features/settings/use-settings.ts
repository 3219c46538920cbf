import { useCallback, useEffect, useState } from 'react';
import { vaultClient } from '../../vault-client.ts';
import type { SettingReply } from '../../../shared/ipc/replies.ts';
import type { CallError } from '../../../shared/ipc/types.ts';

export interface Settings {
  /** By name; null until they were listed. */
  readonly values: ReadonlyMap<string, SettingReply> | null;
  readonly error: CallError | null;
  readonly put: (setting: SettingReply) => void;
}

export function useSettings(): Settings {
  const [values, setValues] = useState<ReadonlyMap<string, SettingReply> | null>(null);
  const [error, setError] = useState<CallError | null>(null);
  useEffect(() => {
    void vaultClient.settings.list({}).then((reply) => {
      if (reply.ok) setValues(new Map(reply.value.map((setting) => [setting.name, setting])));
      else setError(reply.error);
    });
  }, []);
  const put = useCallback((setting: SettingReply) => {
    setValues((before) => new Map([...(before ?? []), [setting.name, setting]]));
  }, []);
  return { values, error, put };
}
