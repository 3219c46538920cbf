import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownerPaths } from '../../../src/runtime/owner-paths.ts';
import { isOwnSocket, socketFiles } from '../../../src/runtime/socket-folder.ts';

describe('where the owner’s socket lies', () => {
  it('is the data folder, or a short one of this user if the path is too long', () => {
    const near = ownerPaths({ home: '/data/a', shortFolder: '/run/user/1' }, 'linux');
    expect(near.socket).toBe('/data/a/run/strongroom.sock');
    const home = `/data/${'ü'.repeat(60)}`;
    const far = ownerPaths({ home, shortFolder: '/run/user/1' }, 'linux');
    expect(far.socket).toMatch(/^\/run\/user\/1\/strongroom-\d+-[0-9a-f]{16}\/strongroom\.sock$/);
    expect(far.ticket('a'.repeat(64))).toBe(join(home, 'run', `ticket-${'a'.repeat(32)}`));
    const other = ownerPaths({ home: `${home}x`, shortFolder: '/run/user/1' }, 'linux');
    expect(other.socket).not.toBe(far.socket);
  });

  it('is a pipe on Windows, one for each data folder', () => {
    const [a, b] = ['C:\\a', 'C:\\b'].map((home) => ownerPaths({ home, shortFolder: '' }, 'win32'));
    expect(a?.socket).toMatch(/^\\\\\.\\pipe\\strongroom-[0-9a-f]{16}$/);
    expect(a?.socket).not.toBe(b?.socket);
    expect(a?.folder).toBeNull();
  });
});

describe.skipIf(process.platform === 'win32')('the folder of the socket', () => {
  const base = mkdtempSync(join(tmpdir(), 'sr-'));
  const folder = join(base, 'run');
  const socket = join(folder, 's');
  const server = createServer();
  beforeAll(async () => {
    socketFiles.prepareFolder(socket);
    await new Promise<void>((done) => server.listen(socket, done));
  });
  afterAll(() => {
    server.close();
    rmSync(base, { recursive: true, force: true });
  });

  it('is made for its owner alone, and mended', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    chmodSync(folder, 0o755);
    expect(isOwnSocket({ socket, folder })).toBe(false);
    socketFiles.prepareFolder(socket);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(isOwnSocket({ socket, folder })).toBe(true);
  });

  it('is no link, which somebody else may have laid there', () => {
    const link = join(base, 'link');
    symlinkSync(folder, link);
    expect(() => socketFiles.prepareFolder(join(link, 's'))).toThrow(
      expect.objectContaining({ code: 'vault_unreachable' }),
    );
    expect(() => isOwnSocket({ socket: join(link, 's'), folder: link })).toThrow(
      expect.objectContaining({ code: 'vault_unreachable' }),
    );
  });

  it('holds a socket and nothing that is called like one', () => {
    const named = join(folder, 'named');
    mkdirSync(named);
    expect(isOwnSocket({ socket: named, folder })).toBe(false);
    expect(isOwnSocket({ socket: join(folder, 'none'), folder })).toBe(false);
    socketFiles.remove(join(folder, 'none'));
  });
});
