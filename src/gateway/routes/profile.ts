import type { ProfileChange } from '../../shared/profile.ts';
import { profileJson, sectionJson } from '../../shared/http/conversation-views.ts';
import {
  profile,
  PROFILE_BODY_BYTES,
  profileMarkdown,
  profilePatch,
  profileQuery,
  profileSection,
  profileVersions,
  sectionPatch,
  sectionPath,
} from '../../shared/http/profile.ts';
import { VaultError } from '../../shared/vault-error.ts';
import { refuseIncognito } from '../incognito.ts';
import { sendDocument, type PartyDoor } from '../party-door.ts';
import type { GatewayApp } from '../route.ts';

const encoder = new TextEncoder();

/** The profile of whoever asks; a client needs a grant to read it, and another one to write it. */
export function profileRoutes(app: GatewayApp, door: PartyDoor): void {
  const { profiles } = door.vault;
  const url = `${door.prefix}/profile`;
  app.route({
    ...door.route,
    method: 'GET',
    url,
    schema: { summary: 'A profile', querystring: profileQuery, response: { 200: profile } },
    handler: async ({ call, query }) =>
      profileJson(await profiles.get(door.partyOf(call), query, call.context)),
  });
  app.route({
    ...door.route,
    method: 'PATCH',
    url,
    bodyLimit: PROFILE_BODY_BYTES,
    schema: {
      summary: 'Change sections of a profile',
      querystring: profileQuery,
      body: profilePatch,
      response: { 200: profile },
    },
    handler: async (request) => {
      refuseIncognito(request);
      const { call, query, body } = request;
      const [first, ...more] = changesOf(body);
      if (first === undefined) throw new VaultError('invalid_input');
      const party = door.partyOf(call);
      let now = await profiles.update(party, { ...query, change: first }, call.context);
      for (const change of more) {
        now = await profiles.update(party, { ...query, change }, call.context);
      }
      return profileJson(now);
    },
  });
  oneSection(app, door);
  historyAndExport(app, door);
}

function oneSection(app: GatewayApp, door: PartyDoor): void {
  const { profiles } = door.vault;
  const url = `${door.prefix}/profile/:section`;
  app.route({
    ...door.route,
    method: 'GET',
    url,
    schema: {
      summary: 'A section of a profile',
      params: sectionPath,
      querystring: profileQuery,
      response: { 200: profileSection },
    },
    handler: async ({ call, params, query }) =>
      sectionJson(await profiles.get(door.partyOf(call), query, call.context), params.section),
  });
  app.route({
    ...door.route,
    method: 'PATCH',
    url,
    bodyLimit: PROFILE_BODY_BYTES,
    schema: {
      summary: 'Change a section of a profile',
      params: sectionPath,
      querystring: profileQuery,
      body: sectionPatch,
      response: { 200: profileSection },
    },
    handler: async (request) => {
      refuseIncognito(request);
      const { call, params, query, body } = request;
      const input = { ...query, change: changeOf(params.section, body) };
      const now = await profiles.update(door.partyOf(call), input, call.context);
      return sectionJson(now, params.section);
    },
  });
}

function historyAndExport(app: GatewayApp, door: PartyDoor): void {
  const { profiles } = door.vault;
  app.route({
    ...door.route,
    method: 'GET',
    url: `${door.prefix}/profile/history`,
    schema: {
      summary: 'The versions of a profile',
      querystring: profileQuery,
      response: { 200: profileVersions },
    },
    handler: async ({ call, query }) => {
      const found = await profiles.history(door.partyOf(call), query, call.context);
      return {
        versions: found.map(({ version, createdAt, current }) => ({
          ...{ version, current },
          created_at: createdAt,
        })),
      };
    },
  });
  app.route({
    ...door.route,
    method: 'GET',
    url: `${door.prefix}/profile/export`,
    schema: {
      summary: 'A profile as Markdown',
      querystring: profileQuery,
      response: {
        200: {
          description: 'The document, to be stored under the name in Content-Disposition',
          content: { 'text/markdown': { schema: profileMarkdown } },
        },
      },
    },
    handler: async ({ call, query }, reply) => {
      const text = await profiles.export(door.partyOf(call), query, call.context);
      const bytes = encoder.encode(text);
      sendDocument(door, reply, {
        name: 'profile.md',
        type: 'text/markdown; charset=utf-8',
        bytes,
      });
    },
  });
}

type SectionBody = { readonly display_name: string | null } | { readonly text: string };

function changeOf(section: ProfileChange['section'], body: SectionBody): ProfileChange {
  if (section === 'identity') {
    if ('display_name' in body) return { section, displayName: body.display_name };
    throw new VaultError('invalid_input', { hint: 'The identity has a display_name to change.' });
  }
  if ('text' in body) return { section, text: body.text };
  throw new VaultError('invalid_input', { hint: 'This section has a text to change.' });
}

function changesOf(body: {
  readonly identity?: { readonly display_name: string | null };
  readonly about?: string;
  readonly preferences?: string;
}): ProfileChange[] {
  const { identity, about, preferences } = body;
  return [
    ...(identity === undefined ? [] : [changeOf('identity', identity)]),
    ...(about === undefined ? [] : [changeOf('about', { text: about })]),
    ...(preferences === undefined ? [] : [changeOf('preferences', { text: preferences })]),
  ];
}
