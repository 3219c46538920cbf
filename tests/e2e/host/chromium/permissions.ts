import type { CDPSession } from '@playwright/test';

/** What Electron calls a permission, and what Chromium calls it. Headless Chromium asks nobody, so the app is asked ahead. */
export const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  geolocation: ['geolocation'],
  'idle-detection': ['idle-detection'],
  'local-fonts': ['local-fonts'],
  media: ['camera', 'microphone'],
  midi: ['midi'],
  notifications: ['notifications'],
  'persistent-storage': ['persistent-storage'],
  'screen-wake-lock': ['screen-wake-lock'],
  'window-management': ['window-management'],
};

export interface PermissionAnswer {
  /** As Chromium spells it. */
  readonly origin: string;
  readonly granted: readonly string[];
  /** The browser's own context, which the protocol knows by no id. */
  readonly isDefault: boolean;
}

/** Makes the browser answer pages of the origin as the app's handlers did. */
export async function applyPermissions(
  cdp: CDPSession,
  { origin, granted, isDefault }: PermissionAnswer,
): Promise<void> {
  const { browserContextId } = isDefault ? {} : (await cdp.send('Target.getTargetInfo')).targetInfo;
  for (const [electronName, names] of Object.entries(PERMISSIONS)) {
    const setting = granted.includes(electronName) ? 'granted' : 'denied';
    for (const name of names) {
      await cdp.send('Browser.setPermission', {
        permission: { name },
        setting,
        origin,
        ...(browserContextId === undefined ? {} : { browserContextId }),
      });
    }
  }
}
