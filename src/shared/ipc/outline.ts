/** The contract's names: what the preload builds its bridge from. */
export interface Outline {
  readonly calls: Readonly<Record<string, readonly string[]>>;
  readonly events: Readonly<Record<string, readonly string[]>>;
}

/** The channel of a call or an event, `vault:<group>.<verb>`: computed here and typed nowhere by hand. */
export function channelOf(group: string, verb: string): string {
  return `vault:${group}.${verb}`;
}

type Groups = Readonly<Record<string, Readonly<Record<string, { readonly kind: string }>>>>;

/** The names of a contract's calls and events. */
export function outlineOf(contract: Groups): Outline {
  const named = (kind: string) =>
    Object.fromEntries(
      Object.entries(contract)
        .map(([group, members]) => [
          group,
          Object.keys(members).filter((verb) => members[verb]?.kind === kind),
        ])
        .filter(([, verbs]) => (verbs?.length ?? 0) > 0),
    ) as Record<string, string[]>;
  return { calls: named('call'), events: named('event') };
}
