import { appHandlers } from './app.ts';
import { auditHandlers } from './audit.ts';
import { clipboardHandlers } from './clipboard.ts';
import { generatorHandlers } from './generator.ts';
import type { Handlers } from './handlers.ts';
import { importHandlers } from './imports.ts';
import type { HandlerPorts } from './ports.ts';
import { secretsHandlers } from './secrets.ts';
import { settingsHandlers } from './settings.ts';
import { vaultHandlers } from './vault.ts';

/** Every call of the contract over the app's parts. */
export function createHandlers(ports: HandlerPorts): Handlers {
  return {
    vault: vaultHandlers(ports),
    secrets: secretsHandlers(ports),
    generator: generatorHandlers(ports),
    imports: importHandlers(ports),
    settings: settingsHandlers(ports),
    audit: auditHandlers(ports),
    app: appHandlers(ports),
    clipboard: clipboardHandlers(ports),
  };
}
