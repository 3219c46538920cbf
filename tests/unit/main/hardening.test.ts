import { describe, expect, it } from 'vitest';
import { DANGEROUS_ENVIRONMENT, refusedStart } from '../../../src/main/hardening.ts';
import { forgetVariables } from '../../../src/runtime/config.ts';

const start = (args: readonly string[], platform: NodeJS.Platform = 'linux') =>
  refusedStart({ args, platform, userId: 1000 });

describe('a packaged app', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect-brk=0',
    '--js-flags=--expose-gc',
    '--no-sandbox',
    '--disable-web-security',
    '--host-rules=MAP * evil',
    '--host-resolver-rules=MAP * evil',
    '--proxy-server=evil',
    '--proxy-pac-url=x',
    '--ignore-certificate-errors',
    '--ignore-certificate-errors-spki-list=x',
    '--load-extension=/tmp/x',
    '--ssl-key-log-file=/tmp/x',
    '--user-data-dir=/tmp/x',
    '--disable-site-isolation-trials',
    '--single-process',
    '--renderer-cmd-prefix=gdb',
    '-inspect',
    '--INSPECT',
  ])('does not start with %s', (argument) => {
    expect(start(['--ozone-platform=wayland', argument])).toMatchObject({ why: 'switch' });
  });

  it('says the switch in its own words', () => {
    expect(start(['--inspect-<script>=x'])).toEqual({ why: 'switch', name: 'inspect*' });
  });

  it('knows the slash of Windows there alone', () => {
    expect(start(['/no-sandbox'], 'win32')).toMatchObject({ name: 'no-sandbox' });
    expect(start(['/no-sandbox'])).toBeNull();
  });

  it('starts with what opens nothing', () => {
    expect(start([])).toBeNull();
    expect(start(['--ozone-platform=wayland', '--force-device-scale-factor=2', 'file'])).toBeNull();
    expect(start(['--', '--no-sandbox'])).toBeNull();
  });

  it('does not run as root', () => {
    expect(refusedStart({ args: [], platform: 'linux', userId: 0 })).toEqual({ why: 'root' });
    expect(refusedStart({ args: [], platform: 'win32', userId: null })).toBeNull();
  });
});

describe('the environment', () => {
  it('loses what Node, Electron and OpenSSL would obey, and nothing else', () => {
    const env: NodeJS.ProcessEnv = { PATH: '/bin', LANG: 'de' };
    for (const name of DANGEROUS_ENVIRONMENT) env[name] = 'x';
    forgetVariables(DANGEROUS_ENVIRONMENT, env);
    expect(env).toEqual({ PATH: '/bin', LANG: 'de' });
    expect(DANGEROUS_ENVIRONMENT).toEqual(
      expect.arrayContaining([
        'NODE_OPTIONS',
        'ELECTRON_RUN_AS_NODE',
        'LD_PRELOAD',
        'SSLKEYLOGFILE',
      ]),
    );
  });
});
