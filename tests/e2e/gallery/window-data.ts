export interface SampleSecret {
  readonly name: string;
  readonly meta: string;
  readonly group: string;
  readonly environment: string | null;
  readonly expires: string | null;
}

const SAMPLE: readonly SampleSecret[] = [
  ['ig-live', 'IG, account Z4QK8', 'Brokers', 'live', '42 d'],
  ['ig-demo', 'IG, account D7RM2', 'Brokers', 'paper', null],
  ['alpaca-paper', 'Alpaca, account PA3T', 'Brokers', 'paper', null],
  ['ibkr-live', 'Interactive Brokers, U90', 'Brokers', 'live', null],
  ['kraken-live', 'Kraken, spot and futures', 'Brokers', 'live', '6 d'],
  ['oanda-practice', 'OANDA, account 101-004', 'Brokers', 'paper', null],
  ['openai-research', 'OpenAI, project research', 'LLM providers', null, '71 d'],
  ['anthropic-agents', 'Anthropic, workspace agents', 'LLM providers', null, null],
  ['openrouter-fallback', 'OpenRouter', 'LLM providers', null, null],
  ['azure-eu', 'Azure OpenAI, westeurope', 'LLM providers', null, '3 d ago'],
  ['ollama-local', 'Ollama, no key', 'LLM providers', null, null],
  ['telegram-alerts', 'Telegram bot token', 'Generic', null, null],
  ['ticks-database', 'Postgres, read only', 'Generic', null, null],
].map(([name, meta, group, environment, expires]) => ({
  name: name ?? '',
  meta: meta ?? '',
  group: group ?? '',
  environment: environment ?? null,
  expires: expires ?? null,
}));

export function secretsOf(count: number): readonly SampleSecret[] {
  if (count <= SAMPLE.length) return SAMPLE;
  return Array.from({ length: count }, (_, index) => {
    const sample = SAMPLE[Math.floor((index / count) * SAMPLE.length)] ?? SAMPLE[0];
    if (sample === undefined) throw new Error('no sample');
    return { ...sample, name: `${sample.name}-${String(index)}` };
  });
}

export interface SampleEntry {
  readonly seq: number;
  readonly ts: string;
  readonly who: string;
  readonly event: string;
  readonly about: string;
  readonly outcome: 'Done' | 'Denied' | 'Failed';
  readonly correlation: string;
}

const OUTCOMES = ['Done', 'Done', 'Done', 'Denied', 'Failed'] as const;

export const ENTRIES: readonly SampleEntry[] = Array.from({ length: 10_000 }, (_, index) => ({
  seq: 48_213 - index,
  ts: new Date(Date.UTC(2026, 10, 20, 9, 45, 12) - index * 17_000).toISOString(),
  who: index % 3 === 0 ? 'owner' : 'momentum-eu',
  event: index % 2 === 0 ? 'approval.granted' : 'request.sign',
  about: 'ig-live, once',
  outcome: OUTCOMES[index % OUTCOMES.length] ?? 'Done',
  correlation: (0x7f3a91c2 - index * 7919).toString(16).padStart(8, '0'),
}));
