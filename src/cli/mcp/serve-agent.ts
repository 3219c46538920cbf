import { setImmediate as turn } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Deps } from '../deps.ts';
import { parseLoopback } from '../gateway-address.ts';
import { agentGateway, type AgentGateway } from './agent-gateway.ts';
import { agentServer } from './agent-server.ts';
import { openKeySource } from './key-source.ts';

/**
 * Speaks MCP on standard input and output until the agent closes one of them.
 * @throws VaultError `unauthorized` without a key, `invalid_input` for an address that is not this machine's own.
 */
export async function serveAgent(deps: Deps): Promise<void> {
  refuseForeignAddress(deps);
  const keys = await openKeySource(deps);
  const calls = new CallsUnderWay(agentGateway(deps.doors, keys));
  const server = agentServer(calls, deps.programVersion());
  const { input, output } = deps.io.takeStreams();
  const ended = Promise.withResolvers<undefined>();
  const end = (): void => {
    ended.resolve(undefined);
  };
  server.server.onclose = end;
  // The error may quote what was sent.
  server.server.onerror = () => {
    deps.output.notice({ code: 'mcp_message', text: 'A message of the agent is not understood.' });
  };
  for (const event of ['end', 'close', 'error']) input.once(event, end);
  for (const event of ['close', 'error']) output.once(event, end);
  const close = deps.cleanups.add(async () => {
    await server.close();
    keys.forget();
  });
  try {
    await server.connect(new StdioServerTransport(input, output));
    await ended.promise;
    await calls.settled();
    // Handed over before the process ends: on some systems a pipe takes its time.
    await deps.io.out('');
  } finally {
    await close();
  }
}

/** A gateway may be started later; a variable stays what it is. */
function refuseForeignAddress({ doors }: Deps): void {
  const { url, key } = doors.caller();
  key?.fill(0);
  if (url !== null) parseLoopback(url);
}

/** What was asked before the agent closed its end is answered yet. */
class CallsUnderWay implements AgentGateway {
  readonly #gateway: AgentGateway;
  readonly #calls = new Set<Promise<unknown>>();

  constructor(gateway: AgentGateway) {
    this.#gateway = gateway;
  }

  readonly ask: AgentGateway['ask'] = async (request, schema) => {
    const call = this.#gateway.ask(request, schema);
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  };

  async settled(): Promise<void> {
    do {
      await Promise.allSettled(this.#calls);
      // A tool may ask twice, and its answer is written after that.
      await turn();
    } while (this.#calls.size > 0);
  }
}
