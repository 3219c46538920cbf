import type { Link } from './ipc/links.ts';
import type { MessageKey } from './messages/catalogue.ts';
import { DEFAULT_FIELD, type SecretKind } from './secret.ts';

/** A field that a provider's credentials have, in the provider's own terms. */
export interface FieldTemplate {
  /** The field's name in the vault and in references. */
  readonly name: string;
  readonly label: MessageKey;
  readonly concealed: boolean;
  /** Whether a new secret can do without it. */
  readonly optional: boolean;
  /** Its value has several lines, as a PEM key has. */
  readonly multiline: boolean;
  /** What such a value looks like; never a default. */
  readonly example: string | null;
  /** What a new secret has there until the owner says otherwise; plain fields only. */
  readonly initial: string | null;
}

/** Where a provider answers, by environment; `any` where there is only one. */
export type Addresses = Readonly<Partial<Record<'live' | 'paper' | 'any', string>>>;

/** What a new secret of a provider begins with. */
export interface SecretTemplate {
  /** Also what `metadata.provider` holds, unless the owner names the provider. */
  readonly id: string;
  readonly kind: SecretKind;
  /** The provider's name for itself; null where the owner names the provider. */
  readonly brand: string | null;
  /** Stands in for a missing brand. */
  readonly title: MessageKey | null;
  /** What suggested names begin with. */
  readonly stem: string;
  readonly fields: readonly FieldTemplate[];
  readonly addresses: Addresses;
  /** What an account is called; null where the provider has none. */
  readonly account: MessageKey | null;
  /** Days after which such a key should be replaced; null: it does not age. */
  readonly expiryDays: number | null;
  /** Where its keys are made. */
  readonly link: Link | null;
}

const KEY_DAYS = 90;

type Extras = Partial<Omit<FieldTemplate, 'name' | 'label' | 'concealed'>>;

function field(name: string, label: MessageKey, concealed: boolean, extras: Extras): FieldTemplate {
  const usual = { optional: false, multiline: false, example: null, initial: null };
  return { ...usual, ...extras, name, label, concealed };
}

const concealed = (name: string, label: MessageKey, extras: Extras = {}) =>
  field(name, label, true, extras);
const plain = (name: string, label: MessageKey, extras: Extras = {}) =>
  field(name, label, false, extras);

const apiKey = concealed('api-key', 'template.field.api_key');
const secretKey = concealed('secret-key', 'template.field.secret_key');
const username = plain('username', 'template.field.username');
const password = concealed('password', 'template.field.password');

const BROKER = {
  kind: 'broker',
  title: null,
  account: 'template.account.broker',
  expiryDays: KEY_DAYS,
  addresses: {},
} as const;
const LLM = {
  kind: 'llm',
  title: null,
  account: null,
  expiryDays: KEY_DAYS,
  addresses: {},
} as const;

/** Every template, in the order in which they are offered: brokers, LLM providers, the rest. */
export const TEMPLATES: readonly SecretTemplate[] = [
  {
    ...BROKER,
    id: 'interactive-brokers',
    brand: 'Interactive Brokers',
    stem: 'ibkr',
    fields: [username, password],
    expiryDays: null,
    link: 'interactive_brokers',
  },
  {
    ...BROKER,
    id: 'ig',
    brand: 'IG',
    stem: 'ig',
    fields: [apiKey, username, password],
    addresses: {
      live: 'https://api.ig.com/gateway/deal',
      paper: 'https://demo-api.ig.com/gateway/deal',
    },
    link: 'ig',
  },
  {
    ...BROKER,
    id: 'alpaca',
    brand: 'Alpaca',
    stem: 'alpaca',
    fields: [concealed('key-id', 'template.field.key_id'), secretKey],
    addresses: {
      live: 'https://api.alpaca.markets',
      paper: 'https://paper-api.alpaca.markets',
    },
    link: 'alpaca',
  },
  {
    ...BROKER,
    id: 'binance',
    brand: 'Binance',
    stem: 'binance',
    fields: [apiKey, secretKey],
    addresses: { live: 'https://api.binance.com', paper: 'https://testnet.binance.vision' },
    account: null,
    link: 'binance',
  },
  {
    ...BROKER,
    id: 'coinbase',
    brand: 'Coinbase',
    stem: 'coinbase',
    fields: [
      plain('key-name', 'template.field.key_name', {
        example: 'organizations/…/apiKeys/…',
      }),
      concealed('private-key', 'template.field.private_key', { multiline: true }),
    ],
    addresses: { live: 'https://api.coinbase.com', paper: 'https://api-sandbox.coinbase.com' },
    account: null,
    link: 'coinbase',
  },
  {
    ...BROKER,
    id: 'kraken',
    brand: 'Kraken',
    stem: 'kraken',
    fields: [apiKey, concealed('private-key', 'template.field.private_key')],
    addresses: { live: 'https://api.kraken.com', paper: 'https://demo-futures.kraken.com' },
    account: null,
    link: 'kraken',
  },
  {
    ...BROKER,
    id: 'oanda',
    brand: 'OANDA',
    stem: 'oanda',
    fields: [concealed('access-token', 'template.field.access_token')],
    addresses: {
      live: 'https://api-fxtrade.oanda.com',
      paper: 'https://api-fxpractice.oanda.com',
    },
    link: 'oanda',
  },
  {
    ...BROKER,
    id: 'other-broker',
    brand: null,
    title: 'template.other_broker',
    stem: 'broker',
    fields: [apiKey, concealed('secret-key', 'template.field.secret_key', { optional: true })],
    link: null,
  },
  {
    ...LLM,
    id: 'openai',
    brand: 'OpenAI',
    stem: 'openai',
    fields: [
      apiKey,
      plain('organization', 'template.field.organization', { optional: true, example: 'org-…' }),
      plain('project', 'template.field.project', { optional: true, example: 'proj_…' }),
    ],
    addresses: { any: 'https://api.openai.com/v1' },
    link: 'openai',
  },
  {
    ...LLM,
    id: 'anthropic',
    brand: 'Anthropic',
    stem: 'anthropic',
    fields: [apiKey],
    addresses: { any: 'https://api.anthropic.com' },
    account: 'template.account.workspace',
    link: 'anthropic',
  },
  {
    ...LLM,
    id: 'google',
    brand: 'Google',
    stem: 'gemini',
    fields: [apiKey],
    addresses: { any: 'https://generativelanguage.googleapis.com' },
    link: 'google',
  },
  {
    ...LLM,
    id: 'mistral',
    brand: 'Mistral',
    stem: 'mistral',
    fields: [apiKey],
    addresses: { any: 'https://api.mistral.ai/v1' },
    link: 'mistral',
  },
  {
    ...LLM,
    id: 'openrouter',
    brand: 'OpenRouter',
    stem: 'openrouter',
    fields: [apiKey],
    addresses: { any: 'https://openrouter.ai/api/v1' },
    link: 'openrouter',
  },
  {
    ...LLM,
    id: 'groq',
    brand: 'Groq',
    stem: 'groq',
    fields: [apiKey],
    addresses: { any: 'https://api.groq.com/openai/v1' },
    link: 'groq',
  },
  {
    ...LLM,
    id: 'azure-openai',
    brand: 'Azure OpenAI',
    stem: 'azure',
    fields: [
      apiKey,
      plain('endpoint', 'template.field.endpoint', { example: 'https://NAME.openai.azure.com' }),
      plain('deployment', 'template.field.deployment', { optional: true }),
      plain('api-version', 'template.field.api_version', { optional: true }),
    ],
    link: 'azure',
  },
  {
    ...LLM,
    id: 'ollama',
    brand: 'Ollama',
    stem: 'ollama',
    fields: [plain('base-url', 'template.field.base_url', { initial: 'http://127.0.0.1:11434' })],
    expiryDays: null,
    link: 'ollama',
  },
  {
    ...LLM,
    id: 'openai-compatible',
    brand: null,
    title: 'template.openai_compatible',
    stem: 'llm',
    fields: [
      plain('base-url', 'template.field.base_url', { example: 'https://llm.example/v1' }),
      concealed('api-key', 'template.field.api_key', { optional: true }),
    ],
    link: null,
  },
  {
    id: 'other',
    kind: 'generic',
    brand: null,
    title: 'template.anything',
    stem: '',
    fields: [concealed(DEFAULT_FIELD, 'template.field.value')],
    addresses: {},
    account: null,
    expiryDays: null,
    link: null,
  },
];

/** The template that a stored provider means, by id or by its own name in any case; null for the owner's own word. */
export function templateOf(provider: string | undefined): SecretTemplate | null {
  const wanted = provider?.trim().toLowerCase() ?? '';
  if (wanted === '') return null;
  const named = TEMPLATES.filter(({ brand }) => brand !== null);
  return named.find(({ id, brand }) => id === wanted || brand?.toLowerCase() === wanted) ?? null;
}

/** A provider as it is shown: its own name if there is a template, else as the owner wrote it. */
export function providerName(provider: string): string {
  return templateOf(provider)?.brand ?? provider;
}

/** The label of a field: the provider's word, else a word that any template has for this name; null for others. */
export function fieldLabel(name: string, provider: string | undefined): MessageKey | null {
  const own = templateOf(provider)?.fields ?? [];
  const all = TEMPLATES.flatMap(({ fields }) => fields);
  return [...own, ...all].find((known) => known.name === name)?.label ?? null;
}
