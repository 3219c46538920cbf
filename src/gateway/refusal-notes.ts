import type { AuditNote } from '../core/api.ts';
import type { CallContext } from '../core/call.ts';
import type { Listener } from '../shared/access.ts';
import { CountedNotes } from '../shared/counted-notes.ts';
import type { ErrorCode } from '../shared/errors.ts';
import type { GatewayPorts } from './ports.ts';

/** A request that the gateway turned away: fixed words and ids, never anything of the request itself. */
export interface RefusedRequest {
  readonly code: ErrorCode;
  readonly why: string;
  readonly listener: Listener;
  /** The route's template; null: it never got that far, or there is none. */
  readonly route: string | null;
  /** Ids of who is behind it, as far as that is known. */
  readonly by: Readonly<Record<string, string>>;
}

/** The audit lines `gateway.refused`: the first of a kind at once, a flood counted. */
export class RefusalNotes {
  readonly #note: (note: AuditNote, context: CallContext) => void;
  readonly #counted: CountedNotes<RefusedRequest>;

  constructor({ vault, timers, newCorrelationId }: GatewayPorts) {
    this.#note = (note, context) => {
      vault.audit.note(note, context);
    };
    this.#counted = new CountedNotes({
      write: (request, calls, correlationId) => {
        this.#write(request, calls, correlationId);
      },
      timers,
      newCorrelationId,
    });
  }

  /** Counts or writes a refusal; answers the correlation id of its line. */
  add(request: RefusedRequest, correlationId: string): string {
    const { code, why, listener, route, by } = request;
    const kind = [code, why, listener, route ?? '', ...Object.values(by)].join(' ');
    return this.#counted.add(kind, request, correlationId);
  }

  /** Writes a line for this one request: its verb has left lines under the same id. Silent if the log cannot be written. */
  addAlone(request: RefusedRequest, correlationId: string): void {
    try {
      this.#write(request, 1, correlationId);
    } catch {
      // The answer goes out all the same: it says that nothing was done.
    }
  }

  /** Writes what is counted, as far as the log can be written. */
  flush(): void {
    this.#counted.flush();
  }

  #write(request: RefusedRequest, calls: number, correlationId: string): void {
    const { code, why, listener, route, by } = request;
    const ref = { listener, ...(route === null ? {} : { route: routeId(route) }), why, ...by };
    this.#note(
      { event: 'gateway.refused', reason: code, ref, n: { calls } },
      { correlationId, actor: 'gateway' },
    );
  }
}

/** `/v1/secrets/{name}` in the letters that an audit line has: `v1.secrets.:name`. */
function routeId(template: string): string {
  return template.slice(1).replaceAll('/', '.').replaceAll('{', ':').replaceAll('}', '');
}
