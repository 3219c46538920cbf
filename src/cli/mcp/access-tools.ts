import { z } from 'zod';
import { me } from '../../shared/http/me.ts';
import { secretList } from '../../shared/http/secrets.ts';
import { usage, usageQuery } from '../../shared/http/usage.ts';
import { agentTool, READS } from './agent-tool.ts';

/** What this client may use, and how much of it. Deliberately nothing here gives a value. */
export const listSecrets = agentTool({
  name: 'list_secrets',
  title: 'List granted secrets',
  description:
    'Lists the secrets that the owner granted to you: name, kind, environment (paper or live), modes and the seconds until each expires (null: never). Never gives a value, and no other tool here does. To use one in a program, have the owner start it with `strongroom run`, which needs the name.',
  annotations: READS,
  input: z.strictObject({}),
  output: secretList,
  run: async (_, gateway) => gateway.ask({ method: 'GET', path: '/v1/secrets' }, secretList),
});

const MOST_ENTRIES = 100;

export const getUsage = agentTool({
  name: 'get_usage',
  title: 'Show own usage',
  description:
    'Shows who you are here, what your plan leaves you (requests by minute, hour, day and month, items, bytes; a limit of null: none), and what you have requested, by day and route. Use it before much work, or after `over_quota` or `rate_limited`. Calls of these tools count as requests.',
  annotations: READS,
  input: z.strictObject({
    from_day: usageQuery.shape.from_day,
    to_day: usageQuery.shape.to_day,
    entries: z
      .int()
      .min(0)
      .max(MOST_ENTRIES)
      .default(0)
      .describe('How many of the newest single requests to list'),
  }),
  output: usage.omit({ by_key: true, damaged: true }).extend({
    client: me.shape.client.shape.name.describe('Your name here'),
    plan: me.shape.plan,
    quota: me.shape.quota,
  }),
  run: async ({ from_day, to_day, entries: count }, gateway) => {
    const query = { from_day, to_day, limit: Math.max(count, 1) };
    const { client, plan, quota } = await gateway.ask({ method: 'GET', path: '/v1/me' }, me);
    const report = await gateway.ask({ method: 'GET', path: '/v1/usage', query }, usage);
    const { requests, refused, ms, by_day, by_route, entries } = report;
    const sums = { requests, refused, ms, by_day, by_route };
    return { client: client.name, plan, quota, ...sums, entries: entries.slice(0, count) };
  },
});
