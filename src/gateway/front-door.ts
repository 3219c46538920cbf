import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { asVaultError } from '../shared/vault-error.ts';
import { refusalText, sendRefusal, STANDING_HEADERS } from './answer.ts';
import { admitRequest, type Entrance, type OpenCall } from './guards/admit-request.ts';
import type { GatewayPorts } from './ports.ts';
import { refusalOf, type Refusal } from './refusal.ts';
import { RefusalNotes } from './refusal-notes.ts';
import type { Call } from './route.ts';
import type { RouteTable } from './route-table.ts';

/** A request whose sender went away before it was answered, as usage keeps it. */
const NO_ANSWER = 499;

/** Every request of every listener: let in or refused, noted, kept. */
export class FrontDoor {
  readonly #ports: GatewayPorts;
  readonly #table: RouteTable;
  readonly #notes: RefusalNotes;
  readonly #calls = new WeakMap<IncomingMessage, OpenCall>();
  /** The request that a connection is about. */
  readonly #current = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();

  constructor(ports: GatewayPorts, table: RouteTable) {
    this.#ports = ports;
    this.#table = table;
    this.#notes = new RefusalNotes(ports);
  }

  /** The call of a request that was let in. */
  callOf(request: IncomingMessage): Call {
    const call = this.#calls.get(request);
    if (call === undefined) throw new TypeError('this request did not come through the door');
    return call;
  }

  /** Checks a request; true: it may go on to its route. False: it is answered. */
  receive(entrance: Entrance, request: IncomingMessage, response: ServerResponse): boolean {
    const call = this.#begin(entrance, request, response);
    let refusal: Refusal | null;
    try {
      refusal = admitRequest(
        { access: this.#ports.vault.access, table: this.#table },
        entrance,
        request,
        call,
      );
    } catch (thrown) {
      refusal = refusalOf(asVaultError(thrown));
    }
    if (refusal === null) return true;
    this.#answer(call, response, refusal);
    return false;
  }

  /** Answers what a route or the reading of its body threw. */
  fail(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
    const call = this.#calls.get(request);
    if (call === undefined) {
      response.destroy();
      return;
    }
    const error = asVaultError(thrown);
    const refusal = refusalOf(error);
    const { correlationId } = call.context;
    // Such an error has its line already.
    if (error.correlationId === correlationId) this.#send(call, response, refusal, correlationId);
    else this.#answer(call, response, refusal);
  }

  /** A connection on which no request could be read to its end. */
  unreadable(entrance: Entrance, error: NodeJS.ErrnoException, socket: Socket): void {
    const refusal = unreadableRefusal(error);
    if (refusal === null) {
      socket.destroy();
      return;
    }
    const current = this.#current.get(socket);
    if (current !== undefined && !current.response.writableFinished) {
      const call = this.#calls.get(current.request);
      // Behind a request that is still to be answered there is no room for another answer.
      if (call === undefined || current.request.complete) {
        this.dropped(entrance, refusal);
        socket.destroy();
      } else this.#answer(call, current.response, refusal);
      return;
    }
    this.refuseConnection(entrance, refusal, socket);
  }

  /** Answers on a bare connection and ends it. */
  refuseConnection(entrance: Entrance, refusal: Refusal, socket: Socket): void {
    entrance.strangers.take();
    const correlationId = this.dropped(entrance, refusal);
    if (socket.writable) socket.end(refusalText({ refusal, correlationId }), 'latin1');
    socket.destroySoon();
  }

  /** Notes a connection that got no answer. */
  dropped({ listener }: Entrance, { code, why }: Refusal): string {
    const id = this.#ports.newCorrelationId();
    return this.#notes.add({ code, why, listener, route: null, by: {} }, id);
  }

  /** Writes what is counted. */
  flush(): void {
    this.#notes.flush();
  }

  #begin({ listener }: Entrance, request: IncomingMessage, response: ServerResponse): OpenCall {
    const { clock, newCorrelationId } = this.#ports;
    const correlationId = newCorrelationId();
    const call: OpenCall = {
      listener,
      route: '',
      method: request.method ?? '',
      receivedMs: clock.monotonicMs(),
      principal: null,
      ticket: null,
      context: { correlationId, actor: 'gateway' },
      begun: false,
      row: null,
      suspects: {},
    };
    this.#calls.set(request, call);
    this.#current.set(request.socket, { request, response });
    for (const [name, value] of STANDING_HEADERS) response.setHeader(name, value);
    response.setHeader('X-Correlation-Id', correlationId);
    response.once('close', () => {
      // The connection may stay for long, and with it would the key in its last request.
      if (this.#current.get(request.socket)?.response === response) {
        this.#current.delete(request.socket);
      }
      this.#keep(call, response);
    });
    return call;
  }

  #answer(call: OpenCall, response: ServerResponse, refusal: Refusal): void {
    const { listener, context, begun, suspects } = call;
    const { code, why } = refusal;
    const route = call.route === '' ? null : call.route;
    const request = { code, why, listener, route, by: suspects };
    let { correlationId } = context;
    if (begun) this.#notes.addAlone(request, correlationId);
    else correlationId = this.#notes.add(request, correlationId);
    call.context = { ...context, correlationId };
    this.#send(call, response, refusal, correlationId);
  }

  #send(call: OpenCall, response: ServerResponse, refusal: Refusal, correlationId: string): void {
    const door = call.row?.door;
    const scheme = door === 'owner' || door === 'socket' ? 'Ticket' : 'Bearer';
    sendRefusal(response, { refusal, correlationId, scheme });
  }

  #keep(call: OpenCall, response: ServerResponse): void {
    const { principal, route, method, receivedMs, context } = call;
    if (principal === null) return;
    const status = response.headersSent ? response.statusCode : NO_ANSWER;
    const ms = Math.max(0, Math.round(this.#ports.clock.monotonicMs() - receivedMs));
    try {
      this.#ports.vault.access.record(principal, { route, method, status, ms }, context);
    } catch {
      // The answer is out; a vault that cannot keep it says so to the next request.
    }
  }
}

/** Null for a connection that merely broke off. */
function unreadableRefusal({ code = '' }: NodeJS.ErrnoException): Refusal | null {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return { code: 'too_large', why: 'headers', hint: 'The headers have at most 8 KiB together.' };
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return { code: 'invalid_input', why: 'slow', hint: 'The request took too long to arrive.' };
  }
  if (!code.startsWith('HPE_')) return null;
  return {
    code: 'invalid_input',
    why: 'not_http',
    hint: 'This is no well-formed HTTP/1.1 request.',
  };
}
