import type { SettingView } from '../../../core/api.ts';
import type { SettingReply } from '../../../shared/ipc/replies.ts';
import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

export function settingsHandlers({ host }: HandlerPorts): GroupHandlers<'settings'> {
  return {
    list: async (_nothing, context) => (await host.vault.settings.list(context)).map(replyOf),
    set: async (input, context) => {
      const setting = await host.vault.settings.set(input, context);
      await host.settingChanged(input.name, context);
      return replyOf(setting);
    },
    reset: async (input, context) => {
      const setting = await host.vault.settings.reset(input, context);
      await host.settingChanged(input.name, context);
      return replyOf(setting);
    },
  };
}

/** The description is English and the command line's; the page has words of its own. */
function replyOf({ name, value, default: fallback }: SettingView): SettingReply {
  return { name, value, default: fallback };
}
