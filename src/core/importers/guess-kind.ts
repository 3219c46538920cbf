import type { SecretKind } from '../../shared/secret.ts';

/** What a well-known name says about a secret. */
export interface NameGuess {
  readonly kind: SecretKind;
  readonly provider?: string;
  readonly environment?: string;
}

/** Beginnings of names (upper case), the longer ones first; what follows begins with an underscore or is nothing. */
const PREFIXES: readonly (readonly [prefix: string, kind: SecretKind, provider: string])[] = [
  ['AZURE_OPENAI', 'llm', 'azure-openai'],
  ['OPENAI', 'llm', 'openai'],
  ['ANTHROPIC', 'llm', 'anthropic'],
  ['GEMINI', 'llm', 'google'],
  ['GOOGLE_API_KEY', 'llm', 'google'],
  ['GOOGLE_GENERATIVE_AI', 'llm', 'google'],
  ['MISTRAL', 'llm', 'mistral'],
  ['OPENROUTER', 'llm', 'openrouter'],
  ['GROQ', 'llm', 'groq'],
  ['ALPACA', 'broker', 'alpaca'],
  ['APCA', 'broker', 'alpaca'],
  ['BINANCE', 'broker', 'binance'],
  ['COINBASE', 'broker', 'coinbase'],
  ['KRAKEN', 'broker', 'kraken'],
  ['OANDA', 'broker', 'oanda'],
  ['IG', 'broker', 'ig'],
  ['IBKR', 'broker', 'interactive-brokers'],
  ['IB', 'broker', 'interactive-brokers'],
];

const ENVIRONMENTS = ['paper', 'demo', 'sandbox', 'live'];

/**
 * Guesses kind, provider and environment from a name as `.env` files use them, in either case, with `_`, `-` or `.`
 * between the words. A name that says two environments says none. Unknown names are generic.
 */
export function guessFromName(name: string): NameGuess {
  const words = name.toUpperCase().split(/[_.-]/);
  const joined = `${words.join('_')}_`;
  const known = PREFIXES.find(([prefix]) => joined.startsWith(`${prefix}_`));
  const environments = ENVIRONMENTS.filter((word) => words.includes(word.toUpperCase()));
  const [environment] = environments;
  return {
    kind: known?.[1] ?? 'generic',
    ...(known === undefined ? {} : { provider: known[2] }),
    ...(environment === undefined || environments.length > 1 ? {} : { environment }),
  };
}
