/** Where a provider's own keys are made. Names only: main maps them to constant https addresses. */
export const LINKS = [
  'alpaca',
  'anthropic',
  'azure',
  'binance',
  'coinbase',
  'google',
  'groq',
  'ig',
  'interactive_brokers',
  'kraken',
  'mistral',
  'oanda',
  'ollama',
  'openai',
  'openrouter',
] as const;

/** A name of the list. */
export type Link = (typeof LINKS)[number];

/** Documents that come with the app. */
export const DOCUMENTS = [
  'readme',
  'cli',
  'errors',
  'format',
  'import',
  'logging',
  'security',
  'threat-model',
  'troubleshooting',
  'changelog',
  'license',
] as const;

/** A name of the list. */
export type DocumentName = (typeof DOCUMENTS)[number];
