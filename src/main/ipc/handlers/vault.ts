import type { GroupHandlers } from './handlers.ts';
import type { HandlerPorts } from './ports.ts';

export function vaultHandlers({ host, doors }: HandlerPorts): GroupHandlers<'vault'> {
  return {
    status: async () => {
      await host.opened();
      return host.status();
    },
    retry: async () => {
      await host.open();
      return host.status();
    },
    strength: async ({ password }) => {
      const { passwordStrength } = await doors.generators();
      const { bits, word, broken } = await passwordStrength(password);
      return { bits, word, refused: broken };
    },
    setup: async ({ password }, context) => {
      await host.setup(password, context);
      return null;
    },
    unlock: ({ password }, context) => host.unlock(password, context),
    lock: async () => {
      await host.lock('owner');
      return null;
    },
    changePassword: async (change, context) => {
      await host.vault.changePassword(change, context);
      return null;
    },
    previewRepair: async (_nothing, context) => {
      const { dropped, kept } = await host.vault.previewRepair(context);
      return { copy: null, dropped, kept };
    },
    repair: async (input, context) => {
      const { copy, dropped, kept } = await host.vault.repair(input, context);
      return { copy, dropped, kept };
    },
  };
}
