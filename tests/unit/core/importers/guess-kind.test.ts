import { describe, expect, it } from 'vitest';
import { guessFromName } from '../../../../src/core/importers/guess-kind.ts';

describe('guessFromName', () => {
  it.each([
    ['OPENAI_API_KEY', 'llm', 'openai'],
    ['openai_api_key', 'llm', 'openai'],
    ['openai-api-key', 'llm', 'openai'],
    ['ANTHROPIC_API_KEY', 'llm', 'anthropic'],
    ['GEMINI_API_KEY', 'llm', 'google'],
    ['GOOGLE_API_KEY', 'llm', 'google'],
    ['GOOGLE_GENERATIVE_AI_API_KEY', 'llm', 'google'],
    ['MISTRAL_API_KEY', 'llm', 'mistral'],
    ['OPENROUTER_API_KEY', 'llm', 'openrouter'],
    ['GROQ_API_KEY', 'llm', 'groq'],
    ['AZURE_OPENAI_API_KEY', 'llm', 'azure-openai'],
    ['ALPACA_KEY_ID', 'broker', 'alpaca'],
    ['APCA_API_SECRET_KEY', 'broker', 'alpaca'],
    ['BINANCE_SECRET', 'broker', 'binance'],
    ['COINBASE_KEY', 'broker', 'coinbase'],
    ['KRAKEN_KEY', 'broker', 'kraken'],
    ['OANDA_TOKEN', 'broker', 'oanda'],
    ['IG_PASSWORD', 'broker', 'ig'],
    ['IBKR_ACCOUNT', 'broker', 'interactive-brokers'],
    ['IB_ACCOUNT', 'broker', 'interactive-brokers'],
  ])('knows %s', (name, kind, provider) => {
    expect(guessFromName(name)).toEqual({ kind, provider });
  });

  it.each([
    'IGNITE_KEY',
    'IBAN',
    'GOOGLE_MAPS_KEY',
    'MY_OPENAI_KEY',
    'DATABASE_URL',
    '',
    'KRAKENS',
  ])('knows nothing of "%s"', (name) => {
    expect(guessFromName(name)).toEqual({ kind: 'generic' });
  });

  it.each([
    ['ALPACA_PAPER_KEY', 'paper'],
    ['alpaca.live.key', 'live'],
    ['COINBASE_SANDBOX_KEY', 'sandbox'],
    ['IG_DEMO_PASSWORD', 'demo'],
    ['STRIPE_LIVE', 'live'],
  ])('reads the environment from %s', (name, environment) => {
    expect(guessFromName(name).environment).toBe(environment);
  });

  it('reads no environment from parts of words or from two of them', () => {
    for (const name of ['ALPACA_DELIVERED', 'PAPERS_KEY', 'ALPACA_PAPER_LIVE_KEY']) {
      expect(guessFromName(name)).not.toHaveProperty('environment');
    }
  });
});
