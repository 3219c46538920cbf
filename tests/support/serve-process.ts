import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MAIN = join(resolve(import.meta.dirname, '..', '..'), 'dist', 'cli', 'main.js');

interface Announced {
  readonly url: string | null;
  readonly socket: string;
}

/** A real `strongroom serve` of the built command line, without a terminal. */
export class ServeProcess {
  /** `http://127.0.0.1:7421`, empty with `--socket-only`. */
  readonly url: string;
  readonly port: number;
  readonly socketPath: string;
  readonly #process: ChildProcess;
  readonly #said: { stdout: string; stderr: string };

  private constructor(
    process: ChildProcess,
    said: { stdout: string; stderr: string },
    { url, socket }: Announced,
  ) {
    this.#process = process;
    this.#said = said;
    this.url = url ?? '';
    this.port = url === null ? 0 : Number(new URL(url).port);
    this.socketPath = socket;
  }

  /** Starts it and waits until it says where it serves. `args` follow `serve`. */
  static async start(
    home: string,
    passwordFile: string,
    options: { readonly nodeArgs?: readonly string[]; readonly args?: readonly string[] } = {},
  ): Promise<ServeProcess> {
    if (!existsSync(MAIN))
      throw new Error('dist/cli/main.js is missing: run `npm run build` first');
    const { nodeArgs = [], args = ['--port', '0'] } = options;
    const given = [...args, '--json', '--password-file', passwordFile];
    const child = spawn(process.execPath, [...nodeArgs, MAIN, 'serve', ...given], {
      env: { PATH: process.env['PATH'] ?? '', STRONGROOM_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const said = { stdout: '', stderr: '' };
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
    const announced = await new Promise<Announced>((done, failed) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said.stdout += text;
        if (said.stdout.includes('\n')) done(JSON.parse(said.stdout) as Announced);
      });
      child.once('error', failed);
      child.once('exit', (code) => {
        failed(new Error(`serve ended with ${String(code)}: ${said.stderr}`));
      });
    });
    return new ServeProcess(child, said, announced);
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** All that it wrote, on both streams. */
  get output(): string {
    return this.#said.stdout + this.#said.stderr;
  }

  /** Ends it as Ctrl+C does; its exit code. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const { exitCode, signalCode } = this.#process;
    if (exitCode !== null || signalCode !== null) return exitCode;
    this.#process.kill(signal);
    const [code] = (await once(this.#process, 'exit')) as [number | null];
    return code;
  }
}
