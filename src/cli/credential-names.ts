/** Words that mean a credential wherever they stand in a name. */
const ANYWHERE =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|PASSCODE|CREDENTIAL|MNEMONIC|(?:API|ACCESS|PRIVATE|AUTH|SIGNING|ENCRYPTION|MASTER)KEY|TOKEN$/;
/** Words that mean one only by themselves: KEY, but not KEYBOARD. */
const WORDS = new Set(
  'KEY KEYS TOKEN TOKENS PASS PWD PW CRED CREDS JWT PAT BEARER COOKIE COOKIES DSN OTP TOTP SEED'.split(
    ' ',
  ),
);
/** Words that mean one at the end of a name: REDIS_AUTH, but not SSH_AUTH_SOCK. */
const LAST_WORDS = new Set(['AUTH', 'PIN', 'PK', 'SK']);
const CONNECTION = /CONNECTION_?STRING|CONN_?STR/;
/** A number of tokens is none. */
const COUNT = /(?:^|_)(?:MAX|MIN|LIMIT|COUNT|BUDGET|NUM|TOTAL)(?:_|$)/;
const HARMLESS = new Set(['PWD', 'OLDPWD']);

/** Whether a variable is named like something that lets its holder in. Its value is not looked at. */
export function looksLikeCredential(name: string): boolean {
  if (HARMLESS.has(name)) return false;
  const plain = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
  const words = plain.split('_').filter((word) => word !== '');
  if (COUNT.test(plain) && words.some((word) => word.startsWith('TOKEN'))) return false;
  return (
    ANYWHERE.test(plain) ||
    CONNECTION.test(plain) ||
    words.some((word) => WORDS.has(word)) ||
    LAST_WORDS.has(words.at(-1) ?? '')
  );
}

/** The variables without those named like credentials, and the names of those, in order. */
export function withoutCredentials(variables: Readonly<Record<string, string>>): {
  readonly kept: Readonly<Record<string, string>>;
  readonly dropped: readonly string[];
} {
  const names = Object.keys(variables);
  const dropped = names.filter(looksLikeCredential).sort();
  const kept = Object.entries(variables).filter(([name]) => !dropped.includes(name));
  return { kept: Object.fromEntries(kept), dropped };
}
