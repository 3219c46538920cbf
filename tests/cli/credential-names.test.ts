import { describe, expect, it } from 'vitest';
import { looksLikeCredential, withoutCredentials } from '../../src/cli/credential-names.ts';

describe('a variable named like a credential', () => {
  it.each(
    [
      'OPENAI_API_KEY ANTHROPIC_API_KEY AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN',
      'GITHUB_TOKEN GH_TOKEN NPM_TOKEN NODE_AUTH_TOKEN GITHUB_PAT SLACK_BOT_TOKEN VAULT_TOKEN',
      'PGPASSWORD MYSQL_PWD DB_PASS REDIS_AUTH RESTIC_PASSWORD BORG_PASSPHRASE SUDO_PASSWORD',
      'GOOGLE_APPLICATION_CREDENTIALS CREDENTIALS_DIRECTORY DOCKER_CREDS AZURE_STORAGE_CONNECTION_STRING',
      'STRONGROOM_KEY STRONGROOM_KEY_FILE IG_API_KEY binance_api_secret apiKey accessToken clientSecret',
      'APIKEY SECRETKEY_BASE PRIVATEKEY SENTRY_DSN SESSION_COOKIE JWT WALLET_MNEMONIC TOTP_SEED KEY TOKEN',
    ].flatMap((line) => line.split(' ')),
  )('is %s', (name) => {
    expect(looksLikeCredential(name)).toBe(true);
  });

  it.each(
    [
      'PATH HOME PWD OLDPWD USER SHELL LANG LC_ALL TERM COLORTERM DISPLAY EDITOR TZ TMPDIR',
      'XDG_RUNTIME_DIR XDG_SESSION_ID DBUS_SESSION_BUS_ADDRESS SSH_AUTH_SOCK SSH_ASKPASS GIT_ASKPASS',
      'KEYBOARD_LAYOUT LESSKEYIN XKB_DEFAULT_LAYOUT GNOME_KEYRING_CONTROL TOKENIZERS_PARALLELISM',
      'MAX_TOKENS OPENAI_MAX_TOKENS CLAUDE_CODE_MAX_OUTPUT_TOKENS OPENAI_BASE_URL STRONGROOM_HOME',
      'PASSAGE COMPASS BYPASS_CACHE AUTHOR GIT_AUTHOR_NAME MONKEY TURKEY_ZONE NODE_OPTIONS VIRTUAL_ENV',
    ].flatMap((line) => line.split(' ')),
  )('is not %s', (name) => {
    expect(looksLikeCredential(name)).toBe(false);
  });

  it('is left out and named, the others stay as they are', () => {
    const given = { PATH: '/bin', Z_TOKEN: 'z', A_KEY: 'a', HOME: '/h' };
    expect(withoutCredentials(given)).toEqual({
      kept: { PATH: '/bin', HOME: '/h' },
      dropped: ['A_KEY', 'Z_TOKEN'],
    });
  });
});
