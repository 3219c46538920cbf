import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult, Tool } from '@modelcontextprotocol/sdk/types.js';
import { MAIN } from './run-built.ts';
import type { ServedVault } from './served-vault.ts';

/** What a tool gave, read for a test. */
export interface Told {
  readonly isError: boolean;
  readonly text: string;
  /** The text, which is JSON. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly structured: unknown;
}

/** An agent of the SDK that started `strongroom mcp` itself. */
export class McpAgent {
  readonly #client = new Client({ name: 'test', version: '1' });
  readonly #transport: StdioClientTransport;
  #stderr = '';

  private constructor(served: ServedVault, variables: Record<string, string>) {
    this.#transport = new StdioClientTransport({
      command: process.execPath,
      args: [MAIN, 'mcp'],
      env: { ...(served.box.environment() as Record<string, string>), ...variables },
      stderr: 'pipe',
    });
    this.#transport.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString('utf8')));
  }

  static async start(served: ServedVault, variables: Record<string, string>): Promise<McpAgent> {
    const agent = new McpAgent(served, variables);
    await agent.#client.connect(agent.#transport);
    return agent;
  }

  get instructions(): string {
    return this.#client.getInstructions() ?? '';
  }

  get stderr(): string {
    return this.#stderr;
  }

  get pid(): number {
    return this.#transport.pid ?? -1;
  }

  async tools(): Promise<readonly Tool[]> {
    return (await this.#client.listTools()).tools;
  }

  async call(name: string, input: Record<string, unknown> = {}): Promise<Told> {
    const result = (await this.#client.callTool({ name, arguments: input })) as CallToolResult;
    const [first] = result.content;
    const text = first?.type === 'text' ? first.text : '';
    const json = text.startsWith('{') ? (JSON.parse(text) as Told['json']) : {};
    return {
      isError: result.isError ?? false,
      text,
      json,
      structured: result.structuredContent,
    };
  }

  /** The code and the correlation id of a refusal. */
  async refused(
    name: string,
    input: Record<string, unknown> = {},
  ): Promise<{ code: unknown; id: unknown; hint: unknown }> {
    const { isError, json, structured } = await this.call(name, input);
    if (!isError || structured !== undefined) throw new Error(`${name} was not refused`);
    const { code, correlation_id: id, hint } = json['error'] as Record<string, unknown>;
    return { code, id, hint };
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}
