import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { z } from 'zod';
import type { AgentGateway } from './agent-gateway.ts';
import { toolError } from './tool-error.ts';

/** What a tool does to the vault, in the words of MCP. Nothing here reaches beyond it. */
export const READS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;
export const ADDS = { ...READS, readOnlyHint: false, idempotentHint: false } as const;
export const REPLACES = { ...READS, readOnlyHint: false, destructiveHint: true } as const;

export interface AgentTool<I extends z.ZodObject, O extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For a model: what it does, when to use it, what it does not do. */
  readonly description: string;
  readonly annotations: typeof READS | typeof ADDS | typeof REPLACES;
  readonly input: I;
  readonly output: O;
  /** What the output does not name is left out of the result. */
  readonly run: (input: z.output<I>, gateway: AgentGateway) => Promise<z.input<O>>;
}

/** A tool whatever it takes and gives; made by `agentTool`, which checks that its parts fit. */
export type AnyTool = (server: McpServer, gateway: AgentGateway) => void;

/** The result is told twice, as the protocol asks: as structure, and as the same in text. Nothing is thrown. */
export function agentTool<I extends z.ZodObject, O extends z.ZodObject>(
  tool: AgentTool<I, O>,
): AnyTool {
  const { name, title, description, annotations, input, output, run } = tool;
  return (server, gateway) => {
    server.registerTool<z.ZodObject, z.ZodObject>(
      name,
      { title, description, annotations, inputSchema: input, outputSchema: output },
      async (given) => {
        try {
          const result = output.parse(await run(given as z.output<I>, gateway));
          return {
            structuredContent: result,
            content: [{ type: 'text', text: JSON.stringify(result) }],
          };
        } catch (thrown) {
          return toolError(thrown);
        }
      },
    );
  };
}
