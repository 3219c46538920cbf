import {
  pause,
  pauseList,
  pauseOf,
  pauseQuery,
  setting,
  settingList,
  settingPath,
  settingValue,
  unpaused,
} from '../../shared/http/owner.ts';
import { pauseJson } from '../../shared/http/owner-views.ts';
import type { GatewayApp } from '../route.ts';
import type { OwnerRoutePorts } from './route-ports.ts';

/** Settings, for the owner's own programs. */
export function settingRoutes(app: GatewayApp, { vault, owner }: OwnerRoutePorts): void {
  const { settings } = vault;
  const url = '/v1/settings/:name';
  app.route({
    ...owner,
    method: 'GET',
    url: '/v1/settings',
    schema: { summary: 'Every setting', response: { 200: settingList } },
    handler: async ({ call }) => ({ settings: [...(await settings.list(call.context))] }),
  });
  app.route({
    ...owner,
    method: 'PUT',
    url,
    schema: {
      summary: 'Change a setting',
      params: settingPath,
      body: settingValue,
      response: { 200: setting },
    },
    handler: async ({ call, params, body }) =>
      settings.set({ ...params, value: String(body.value) }, call.context),
  });
  app.route({
    ...owner,
    method: 'DELETE',
    url,
    schema: {
      summary: 'Put a setting back to its default',
      params: settingPath,
      response: { 200: setting },
    },
    handler: async ({ call, params }) => settings.reset(params, call.context),
  });
}

/** Holding clients and letting them go, for the owner's own programs. */
export function pauseRoutes(app: GatewayApp, { vault, owner }: OwnerRoutePorts): void {
  const { pauses } = vault;
  const url = '/v1/pause';
  app.route({
    ...owner,
    method: 'GET',
    url,
    schema: { summary: 'Who is held', response: { 200: pauseList } },
    handler: async () => ({ pauses: pauses.list().map(pauseJson) }),
  });
  app.route({
    ...owner,
    method: 'POST',
    url,
    schema: { summary: 'Hold a client, or all', body: pauseOf, response: { 200: pause } },
    handler: async ({ call, body }) => {
      const id = body?.client_id ?? null;
      return pauseJson(await pauses.pause({ client: id === null ? null : { id } }, call.context));
    },
  });
  app.route({
    ...owner,
    method: 'DELETE',
    url,
    schema: {
      summary: 'Let a held client go on, or all',
      querystring: pauseQuery,
      response: { 200: unpaused },
    },
    handler: async ({ call, query: { client_id: id } }) => {
      const client = id === undefined ? null : { id };
      return { was_paused: await pauses.unpause({ client }, call.context) };
    },
  });
}
