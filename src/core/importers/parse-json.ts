import { SECRET_KINDS, SECRET_LIMITS } from '../../shared/secret.ts';
import type { MetadataPatch, SecretKind } from '../../shared/secret.ts';
import { VaultError, asVaultError } from '../../shared/vault-error.ts';
import type { FieldInput, ImportEntry } from '../api.ts';
import { checkName } from '../format/name-index.ts';
import { checkFields } from '../secrets/check-input.ts';
import { checkTotpUri } from '../secrets/totp.ts';
import { guessFromName } from './guess-kind.ts';
import { parseInstant } from './instant.ts';
import { readJsonTree, wipeJsonTree, type JsonNode } from './json-tree.ts';
import { plainEntry, problemWith } from './make-entry.ts';
import { checkImportFile, withoutMark } from './parse-dotenv.ts';
import type { ImportProblem, ParsedImport } from './parsed-import.ts';

type Members = ReadonlyMap<string, JsonNode>;

const ENTRY_KEYS = new Set([
  ...['name', 'kind', 'fields', 'totp', 'description', 'tags', 'environment', 'provider'],
  ...['account', 'url', 'expires_at', 'created_at', 'updated_at'],
]);
const FIELD_KEYS = new Set(['value', 'concealed', 'encoding']);
const TEXT_KEYS = ['description', 'environment', 'provider', 'account', 'url'] as const;

function refuse(hint: string): never {
  throw new VaultError('invalid_input', { hint });
}

function refuseUnknown(members: Members, known: ReadonlySet<string>): void {
  for (const key of members.keys()) if (!known.has(key)) refuse('The entry has an unknown key.');
}

function asText(node: JsonNode): string {
  if (node.type !== 'string') refuse('A member of the entry is not a text.');
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(node.bytes);
}

function instant(members: Members, key: string): string | undefined {
  const node = members.get(key);
  if (node === undefined) return undefined;
  return parseInstant(asText(node)) ?? refuse('A date is not a UTC date and time.');
}

function readFlag(node: JsonNode): boolean {
  const text = node.type === 'other' ? new TextDecoder().decode(node.bytes) : '';
  return text === 'true' || (text !== 'false' && refuse('`concealed` is neither true nor false.'));
}

function readField(name: string, node: JsonNode): FieldInput {
  if (node.type === 'string') return { name, value: node.bytes };
  if (node.type !== 'object') refuse('A field is neither a text nor an object.');
  const { members } = node;
  refuseUnknown(members, FIELD_KEYS);
  const value = members.get('value');
  if (value?.type !== 'string') refuse('A field has no text as its value.');
  const concealed = members.get('concealed');
  const encoding = members.get('encoding');
  if (encoding !== undefined && asText(encoding) !== 'base64') {
    refuse('The encoding of a field can only be base64.');
  }
  return {
    name,
    value: value.bytes,
    ...(concealed === undefined ? {} : { concealed: readFlag(concealed) }),
    ...(encoding === undefined ? {} : { encoding: 'base64' }),
  };
}

function readFields(members: Members): FieldInput[] {
  const node = members.get('fields');
  if (node === undefined && members.has('totp')) return [];
  if (node?.type !== 'object') refuse('The entry has no object `fields`.');
  if (node.members.size > SECRET_LIMITS.fields) throw new VaultError('too_large');
  const fields = Array.from(node.members, ([name, field]) => readField(name, field));
  if (fields.length === 0 && !members.has('totp')) refuse('The entry has no fields.');
  checkFields(fields);
  return fields;
}

function readTotp(members: Members): Uint8Array | null {
  const node = members.get('totp');
  if (node === undefined) return null;
  if (node.type !== 'string') refuse('A member of the entry is not a text.');
  checkTotpUri(node.bytes);
  return node.bytes;
}

function readKind(members: Members, name: string): { kind: SecretKind; metadata: MetadataPatch } {
  const node = members.get('kind');
  const { kind: guessed, ...metadata } = guessFromName(name);
  const text = node === undefined ? guessed : asText(node);
  const kind = SECRET_KINDS.find((known) => known === text);
  if (kind === undefined) refuse('The kind is broker, llm or generic.');
  // A guess that contradicts the kind is a bad guess.
  return { kind, metadata: kind === guessed ? metadata : {} };
}

function readMetadata(members: Members): MetadataPatch {
  const tags = members.get('tags');
  if (tags !== undefined && tags.type !== 'array') refuse('`tags` is not a list of texts.');
  const expiresAt = instant(members, 'expires_at');
  const texts = TEXT_KEYS.flatMap((key) => {
    const node = members.get(key);
    return node === undefined ? [] : [[key, asText(node)] as const];
  });
  return {
    ...Object.fromEntries(texts),
    ...(tags === undefined ? {} : { tags: tags.elements.map(asText) }),
    ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
  };
}

function readEntry(name: string, members: Members): ImportEntry {
  checkName(name);
  refuseUnknown(members, ENTRY_KEYS);
  const fields = readFields(members);
  const totp = readTotp(members);
  const { kind, metadata: guessed } = readKind(members, name);
  const metadata = { ...guessed, ...readMetadata(members) };
  const createdAt = instant(members, 'created_at');
  const updatedAt = instant(members, 'updated_at');
  return {
    name,
    kind,
    fields,
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
    ...(totp === null ? {} : { totp }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  };
}

/** The entry's name, or an empty text if it has none. */
function nameOf(node: JsonNode): string {
  const name = node.type === 'object' ? node.members.get('name') : undefined;
  return name?.type === 'string' ? asText(name) : '';
}

function readList(elements: readonly JsonNode[]): ParsedImport {
  const entries: ImportEntry[] = [];
  const problems: ImportProblem[] = [];
  for (const element of elements) {
    const name = nameOf(element);
    try {
      if (element.type !== 'object') refuse('The entry is not an object.');
      entries.push(readEntry(name, element.members));
    } catch (thrown) {
      const { code, hint } = asVaultError(thrown);
      problems.push({ name, code, ...(hint === undefined ? {} : { hint }) });
    }
  }
  return { entries, problems };
}

function readMap(members: Members): ParsedImport {
  const entries: ImportEntry[] = [];
  const problems: ImportProblem[] = [];
  for (const [name, node] of members) {
    if (node.type !== 'string') {
      problems.push({ name, code: 'invalid_input', hint: 'The value is not a text.' });
      continue;
    }
    const problem = problemWith(name, node.bytes);
    if (problem === null) entries.push(plainEntry(name, node.bytes));
    else problems.push(problem);
  }
  return { entries, problems };
}

/**
 * Reads an import file in JSON (docs/import.md): `{"secrets":[…]}`, or a flat `{"NAME":"value"}`. An entry that is
 * not as documented is named as a problem and the others are kept. The values are the caller's to wipe.
 * @throws VaultError `invalid_input` if the file is not such JSON as a whole, `too_large` beyond 16 MiB.
 */
export function parseJsonImport(bytes: Uint8Array): ParsedImport {
  checkImportFile(bytes);
  const root = readJsonTree(withoutMark(bytes));
  if (root === null) refuse('The file is not valid JSON, or a key comes twice in one object.');
  const kept = new Set<Uint8Array>();
  try {
    if (root.type !== 'object') refuse('The file does not hold a JSON object.');
    const secrets = root.members.get('secrets');
    const isList = secrets?.type === 'array';
    if (isList && root.members.size > 1) refuse('There is something beside `secrets`.');
    const parsed = isList ? readList(secrets.elements) : readMap(root.members);
    for (const { fields, totp } of parsed.entries) {
      for (const { value } of fields) kept.add(value);
      if (totp !== undefined && totp !== null) kept.add(totp);
    }
    return parsed;
  } finally {
    wipeJsonTree(root, kept);
  }
}
