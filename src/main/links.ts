import type { DocumentName, Link } from '../shared/ipc/links.ts';

/** Where a provider's keys are made. The page names one; no address ever comes from it. */
export const LINK_ADDRESSES: Readonly<Record<Link, string>> = {
  alpaca: 'https://app.alpaca.markets/',
  anthropic: 'https://console.anthropic.com/settings/keys',
  azure: 'https://ai.azure.com/',
  binance: 'https://www.binance.com/en/my/settings/api-management',
  coinbase: 'https://portal.cdp.coinbase.com/access/api',
  google: 'https://aistudio.google.com/apikey',
  groq: 'https://console.groq.com/keys',
  ig: 'https://labs.ig.com/',
  interactive_brokers: 'https://www.interactivebrokers.com/en/trading/ib-api.php',
  kraken: 'https://www.kraken.com/u/security/api',
  mistral: 'https://console.mistral.ai/api-keys',
  oanda: 'https://www.oanda.com/account/',
  ollama: 'https://ollama.com/',
  openai: 'https://platform.openai.com/api-keys',
  openrouter: 'https://openrouter.ai/settings/keys',
};

/** Files that come with the app, from its own folder. */
export const DOCUMENT_FILES: Readonly<Record<DocumentName, string>> = {
  readme: 'README.md',
  cli: 'docs/cli.md',
  errors: 'docs/errors.md',
  format: 'docs/format.md',
  import: 'docs/import.md',
  logging: 'docs/logging.md',
  security: 'SECURITY.md',
  'threat-model': 'docs/threat-model.md',
  troubleshooting: 'docs/troubleshooting.md',
  changelog: 'CHANGELOG.md',
  license: 'LICENSE',
};
