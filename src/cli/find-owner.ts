import type { CallContext } from '../core/call.ts';
import type { OwnerStatus } from '../gateway/owner/ports.ts';
import type { Config } from '../runtime/config.ts';
import { ownerPaths } from '../runtime/owner-paths.ts';
import { isOwnSocket } from '../runtime/socket-folder.ts';
import type { OwnerLink } from './owner-link.ts';
import type { TicketFile } from './ticket-file.ts';

/** The process that owns the vault, and how it stands. */
export interface FoundOwner {
  readonly link: OwnerLink;
  readonly status: OwnerStatus;
  /** Where this terminal keeps its ticket. */
  readonly tickets: Pick<TicketFile, 'terminal' | 'read' | 'keep' | 'forget'>;
}

/** Asks at the socket of the data folder. What talks to it is loaded only if there is one. */
export async function findOwner(
  config: Pick<Config, 'home' | 'shortFolder'>,
  context: CallContext,
): Promise<FoundOwner | null> {
  const paths = ownerPaths(config);
  if (!isOwnSocket(paths)) return null;
  const [{ OwnerLink }, { TicketFile }] = await Promise.all([
    import('./owner-link.ts'),
    import('./ticket-file.ts'),
  ]);
  const link = new OwnerLink(paths.socket);
  const status = await link.status(context);
  return status === null ? null : { link, status, tickets: new TicketFile(paths) };
}
