import { z } from 'zod';
import { PROFILE_LIMITS, PROFILE_SECTIONS } from '../profile.ts';
import { whose } from './conversations.ts';
import { instant, text } from './schema-parts.ts';

/** Bytes of a body: both texts at their longest, each character escaped. */
export const PROFILE_BODY_BYTES = 512 * 1024;

const tidy = (max: number): z.ZodType<string> => text(max).refine((value) => !value.includes('\0'));
const displayName = z
  .string()
  .trim()
  .min(1)
  .max(PROFILE_LIMITS.displayNameChars)
  .refine((name) => name.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name))
  .nullable()
  .meta({ description: 'null: the name the owner gave' });
const about = tidy(PROFILE_LIMITS.aboutChars).meta({ description: 'Markdown' });
const preferences = tidy(PROFILE_LIMITS.preferencesChars).meta({ description: 'Markdown' });

/** Which section. */
export const sectionPath = z.strictObject({ section: z.enum(PROFILE_SECTIONS) });
/** Whose profile; absent: one's own. */
export const profileQuery = z.strictObject({ client: whose.exactOptional() });

/** `PATCH /v1/profile`: what is absent stays; each section that is given is a version of its own. */
export const profilePatch = z.strictObject({
  identity: z.strictObject({ display_name: displayName }).exactOptional(),
  about: about.exactOptional(),
  preferences: preferences.exactOptional(),
});

/** `PATCH /v1/profile/{section}`: `display_name` for the identity, `text` for the others. */
export const sectionPatch = z.union([
  z.strictObject({ display_name: displayName }),
  z.strictObject({ text: preferences }),
]);

const identity = z.object({
  id: z.string(),
  external_id: z.string().nullable(),
  display_name: z.string(),
  registered_at: instant,
});

/** A profile. */
export const profile = z.object({
  id: z.string(),
  client_id: z.string().nullable().meta({ description: 'null: the owner' }),
  version: z.int(),
  identity,
  about: z.string(),
  preferences: z.string(),
  updated_at: instant,
});

/** A section of it. */
export const profileSection = z.object({
  section: z.enum(PROFILE_SECTIONS),
  version: z.int(),
  updated_at: instant,
  identity: identity.optional().meta({ description: 'Of the section identity' }),
  text: z.string().optional().meta({ description: 'Of the other sections' }),
});

/** The versions that are kept, newest first. */
export const profileVersions = z.object({
  versions: z.array(z.object({ version: z.int(), created_at: instant, current: z.boolean() })),
});

/** A profile as Markdown. */
export const profileMarkdown = z.string();
