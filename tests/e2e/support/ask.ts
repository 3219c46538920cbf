import type { Page } from '@playwright/test';
import type {
  CallError,
  CallsOf,
  Contract,
  Group,
  Reply,
  RequestOf,
  ValueOf,
} from '../../../src/shared/ipc/types.ts';

/** The calls as a page that knows no types has them. */
export type AnyCalls = Readonly<
  Record<string, Readonly<Record<string, (request: unknown) => Promise<Reply<unknown>>>>>
>;

/** Asks main past everything that the page's own code would do. */
export async function ask<G extends Group, V extends CallsOf<G>>(
  page: Page,
  group: G,
  verb: V,
  request: RequestOf<Contract[G][V]>,
): Promise<Reply<ValueOf<Contract[G][V]>>> {
  const asked: readonly [string, string, unknown] = [group, String(verb), request];
  const reply = await page.evaluate(([group, verb, request]) => {
    const { strongroom } = window as unknown as { strongroom: AnyCalls };
    return strongroom[group]?.[verb]?.(request);
  }, asked);
  return reply as Reply<ValueOf<Contract[G][V]>>;
}

/** The value of a reply that has to be one. */
export function valueOf<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(`main answered ${reply.error.code}`);
  return reply.value;
}

/** The refusal of a reply that has to be one. */
export function refusalOf(reply: Reply<unknown>): CallError {
  if (reply.ok) throw new Error('main did not refuse');
  return reply.error;
}

/** The id of a secret by its name. */
export async function idOf(page: Page, name: string): Promise<string> {
  const { secrets } = valueOf(await ask(page, 'secrets', 'list', {}));
  const found = secrets.find((secret) => secret.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found.id;
}
