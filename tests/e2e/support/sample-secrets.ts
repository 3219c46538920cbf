import type { SecretKind, SecretMetadata } from '../../../src/shared/secret.ts';

/** The moment at which the sample vault is looked at. */
export const SAMPLE_NOW = '2026-11-20T09:41:00.000Z';

/** When the sample vault was made. */
export const SAMPLE_BEGIN = '2026-01-02T08:00:00.000Z';

/** One secret of the sample vault, with each of its versions in the order in which they were stored. */
export interface SampleSecret {
  readonly name: string;
  readonly kind: SecretKind;
  readonly metadata: SecretMetadata;
  /** Fields that may be shown. */
  readonly plain?: Readonly<Record<string, string>>;
  /** Fields that are concealed. */
  readonly concealed?: Readonly<Record<string, string>>;
  readonly totp?: string;
  /** Days on which `concealed` was replaced, with what it was until then. */
  readonly earlier?: readonly {
    readonly on: string;
    readonly concealed: Readonly<Record<string, string>>;
  }[];
  readonly on: string;
}

const day = (date: string) => `${date}T00:00:00.000Z`;

export const SAMPLE_SECRETS: readonly SampleSecret[] = [
  {
    name: 'ig-live',
    kind: 'broker',
    metadata: {
      provider: 'ig',
      environment: 'live',
      account: 'Z4QK8',
      url: 'https://api.ig.com/gateway/deal',
      tags: ['eu-equities', 'desk'],
      description:
        'Second factor lives on the desk phone. IG allows 60 trading requests a minute for this account.',
      expires_at: day('2027-01-01'),
    },
    plain: { username: 'mk-trading' },
    concealed: { 'api-key': 'igk-9f27c1d04be85a63', password: 'brass-lantern-forty' },
    totp: 'otpauth://totp/IG:mk-trading?secret=JBSWY3DPEHPK3PXP&issuer=IG',
    earlier: [
      {
        on: '2026-01-02',
        concealed: { 'api-key': 'igk-0c55e8aa1b7d9204', password: 'old-door-one' },
      },
      {
        on: '2026-04-03',
        concealed: { 'api-key': 'igk-71d3b0926fe4c8aa', password: 'old-door-two' },
      },
      {
        on: '2026-07-05',
        concealed: { 'api-key': 'igk-e40a9c63d1725bf8', password: 'brass-lantern-forty' },
      },
    ],
    on: '2026-10-03',
  },
  {
    name: 'ig-demo',
    kind: 'broker',
    metadata: {
      provider: 'ig',
      environment: 'paper',
      account: 'D7RM2',
      url: 'https://demo-api.ig.com/gateway/deal',
      tags: ['eu-equities'],
    },
    plain: { username: 'mk-demo' },
    concealed: { 'api-key': 'igk-demo-55aa0f1c7d', password: 'paper-lantern-two' },
    on: '2026-02-11',
  },
  {
    name: 'alpaca-paper',
    kind: 'broker',
    metadata: {
      provider: 'alpaca',
      environment: 'paper',
      account: 'PA3T',
      url: 'https://paper-api.alpaca.markets',
      tags: ['research'],
    },
    concealed: { 'key-id': 'PKX7Q2M9L4', 'secret-key': 'alp-6sTnV0eKq81rYw' },
    on: '2026-03-09',
  },
  {
    name: 'ibkr-live',
    kind: 'broker',
    metadata: {
      provider: 'interactive-brokers',
      environment: 'live',
      account: 'U90',
      tags: ['eu-equities'],
    },
    plain: { username: 'mk-u90' },
    concealed: { password: 'ibkr-quiet-harbour-88' },
    on: '2026-03-12',
  },
  {
    name: 'kraken-live',
    kind: 'broker',
    metadata: {
      provider: 'kraken',
      environment: 'live',
      account: 'spot and futures',
      url: 'https://api.kraken.com',
      tags: ['crypto'],
      expires_at: day('2026-11-26'),
    },
    concealed: { 'api-key': 'krk-B3xP0aWm7', 'private-key': 'krk-private-Zz81hQ==' },
    on: '2026-05-30',
  },
  {
    name: 'oanda-practice',
    kind: 'broker',
    metadata: {
      provider: 'oanda',
      environment: 'paper',
      account: '101-004',
      url: 'https://api-fxpractice.oanda.com',
      tags: ['eu-equities'],
    },
    concealed: { 'access-token': 'oan-4a7f-practice-token' },
    on: '2026-06-01',
  },
  {
    name: 'openai-research',
    kind: 'llm',
    metadata: {
      provider: 'openai',
      url: 'https://api.openai.com/v1',
      tags: ['research'],
      expires_at: day('2027-01-30'),
    },
    plain: { project: 'research' },
    concealed: { 'api-key': 'oai-sample-7hQ2mX9v' },
    on: '2026-08-02',
  },
  {
    name: 'anthropic-agents',
    kind: 'llm',
    metadata: {
      provider: 'anthropic',
      account: 'agents',
      url: 'https://api.anthropic.com',
      tags: ['research'],
    },
    concealed: { 'api-key': 'ant-sample-2pLw8Rk0' },
    on: '2026-08-02',
  },
  {
    name: 'openrouter-fallback',
    kind: 'llm',
    metadata: { provider: 'openrouter', url: 'https://openrouter.ai/api/v1', tags: ['research'] },
    concealed: { 'api-key': 'orr-sample-Vd51tB6c' },
    on: '2026-08-03',
  },
  {
    name: 'azure-eu',
    kind: 'llm',
    metadata: {
      provider: 'azure-openai',
      account: 'westeurope',
      tags: ['research'],
      expires_at: day('2026-11-17'),
    },
    plain: { endpoint: 'https://sample.openai.azure.com', deployment: 'desk' },
    concealed: { 'api-key': 'azu-sample-0aY7nJ3q' },
    on: '2026-08-19',
  },
  {
    name: 'ollama-local',
    kind: 'llm',
    metadata: { provider: 'ollama' },
    plain: { 'base-url': 'http://127.0.0.1:11434' },
    on: '2026-08-20',
  },
  {
    name: 'telegram-alerts',
    kind: 'generic',
    metadata: { description: 'Bot that writes to the desk channel.', tags: ['desk'] },
    concealed: { value: 'tg-sample-88421:AAH0' },
    on: '2026-09-14',
  },
  {
    name: 'ticks-database',
    kind: 'generic',
    metadata: { description: 'Postgres, read only.', tags: ['crypto'] },
    concealed: { value: 'pg-sample-reader-31' },
    on: '2026-09-30',
  },
];

/** Every concealed value of the sample vault, of every version. */
export const SAMPLE_VALUES: readonly string[] = SAMPLE_SECRETS.flatMap(
  ({ concealed = {}, earlier = [], totp }) => [
    ...Object.values(concealed),
    ...earlier.flatMap((version) => Object.values(version.concealed)),
    ...(totp === undefined ? [] : [totp]),
  ],
);
