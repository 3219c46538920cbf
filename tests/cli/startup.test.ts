import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, Sandbox } from './run-built.ts';

const HEAVY = ['argon2', 'better-sqlite3', 'typeorm', 'zxcvbn'];

describe('starting up', () => {
  let box: Sandbox;
  beforeAll(() => {
    box = new Sandbox();
  });
  afterAll(() => {
    box.remove();
  });

  /** The modules that a command made Node resolve. */
  function resolvedBy(...args: string[]): string {
    const { stderr } = spawnSync(process.execPath, [MAIN, ...args], {
      env: { ...box.environment(), NODE_DEBUG: 'module,esm' },
      encoding: 'utf8',
    });
    expect(stderr).toContain('main.js');
    return stderr;
  }

  it('loads no database, no key derivation and no dictionary for help and generate', () => {
    for (const args of [['--help'], ['set', '--help'], ['generate'], ['completion', 'bash']]) {
      const loaded = resolvedBy(...args);
      expect(HEAVY.filter((name) => loaded.includes(`node_modules/${name}`))).toEqual([]);
    }
  });

  it('loads for read what talks to the gateway, in one file, and nothing else', () => {
    const loaded = resolvedBy('read', 'strongroom://openai');
    expect(HEAVY.filter((name) => loaded.includes(`node_modules/${name}`))).toEqual([]);
    const chunks = new Set(loaded.match(/chunks\/[\w-]+\.js/g));
    expect([...chunks].filter((chunk) => !chunk.includes('rolldown-runtime'))).toHaveLength(1);
  });

  it('loads neither TypeORM nor a dictionary for status', () => {
    const loaded = resolvedBy('status');
    expect(loaded).toContain('node_modules/better-sqlite3');
    expect(['typeorm', 'zxcvbn'].filter((name) => loaded.includes(`node_modules/${name}`))).toEqual(
      [],
    );
  });
});
