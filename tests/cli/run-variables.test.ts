import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Output } from '../../src/cli/output.ts';
import { gatherVariables, parseVariable } from '../../src/cli/run-variables.ts';
import { VaultError } from '../../src/shared/vault-error.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { FakeIo, fakeWorld } from './fake-world.ts';

function asked() {
  const io = new FakeIo();
  return { io, deps: { doors: fakeWorld().doors, output: new Output(io, false) } };
}

function file(content: string | Uint8Array, mode = 0o600): string {
  const path = join(tempFolder(), '.env');
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
}

const shown = (found: Awaited<ReturnType<typeof gatherVariables>>) =>
  found.map(({ variable, wanted, literal }) => [
    variable,
    literal === undefined ? wanted : Buffer.from(literal).toString(),
  ]);

describe('variables for a child', () => {
  it('are a name and a reference', () => {
    expect(parseVariable('IG_KEY=strongroom://ig/api_key')).toEqual({
      variable: 'IG_KEY',
      wanted: { name: 'ig', field: 'api_key' },
    });
  });

  it.each(['A=hunter2', 'A', '=strongroom://a', 'A B=strongroom://a', '1A=strongroom://a', 'A='])(
    'are never %j, and the refusal does not repeat it',
    (text) => {
      let thrown: unknown;
      try {
        parseVariable(text);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(VaultError);
      expect(JSON.stringify(thrown)).not.toContain('hunter2');
    },
  );

  it('come from a .env file as well, by the rules of the import; --env goes before it', async () => {
    const { deps } = asked();
    const path = file(
      '\ufeff# comment\nexport A=strongroom://one\nB="two \\n lines" # c\nC=old\nC=new\nD=strongroom://x/y\n',
    );
    const found = await gatherVariables([parseVariable('D=strongroom://z')], path, deps);
    expect(shown(found)).toEqual([
      ['A', { name: 'one', field: null }],
      ['B', 'two \n lines'],
      ['C', 'new'],
      ['D', { name: 'z', field: null }],
    ]);
  });

  it.each([
    ['A=1\nno assignment\n', 'Line 2 of the --env-file'],
    ['A.B=1\n', 'Line 1 of the --env-file'],
    ['A=strongroom://\n', 'A reference looks like'],
  ])('of a file are all taken or none: %j', async (content, hint) => {
    const { deps } = asked();
    await expect(gatherVariables([], file(content), deps)).rejects.toMatchObject({
      code: 'invalid_input',
      hint: expect.stringContaining(hint) as string,
    });
  });

  it('are refused when one is named twice', async () => {
    const twice = [parseVariable('A=strongroom://a'), parseVariable('A=strongroom://b')];
    await expect(gatherVariables(twice, null, asked().deps)).rejects.toThrow(VaultError);
  });

  it('draw a warning if others may read literals, and none for references alone', async () => {
    const { io, deps } = asked();
    await gatherVariables([], file('A=strongroom://a\n', 0o644), deps);
    expect(io.talked).toEqual([]);
    await gatherVariables([], file('A=literal\n', 0o644), deps);
    expect(io.talked.join()).toContain('chmod 600');
  });
});
