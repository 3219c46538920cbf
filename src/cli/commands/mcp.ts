import type { Command } from 'commander';
import type { Act } from '../act.ts';
import type { Deps } from '../deps.ts';

export function configure(command: Command, act: Act): void {
  command.action(() => act(command, run));
}

/** Until the agent that started it closes standard input. The SDK is loaded here, not for help and completion. */
export async function run(deps: Deps): Promise<undefined> {
  if (deps.io.stdinIsTerminal) {
    deps.output.notice({
      code: 'mcp_terminal',
      text: 'This speaks the Model Context Protocol with an agent that starts it; Ctrl+C ends it.',
    });
  }
  const { serveAgent } = await import('../mcp/serve-agent.ts');
  await serveAgent(deps);
  return undefined;
}
