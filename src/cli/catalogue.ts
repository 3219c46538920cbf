import type { Command } from 'commander';
import type { Act } from './act.ts';

interface CommandModule {
  configure(command: Command, act: Act): void;
}

/** A command as far as the overview needs it; its file is loaded when it is called. */
export interface CatalogueEntry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  readonly hidden?: true;
  load(): Promise<CommandModule>;
}

const VAULT = 'The vault:';
const SECRETS = 'Secrets:';
const CLIENTS = 'Clients:';
const MEMORY = 'Memory:';
const PROGRAMS = 'Programs:';
const UPKEEP = 'Upkeep:';

/** Every command, in the order of the overview. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: 'init',
    summary: 'Set up the vault and choose its password.',
    group: VAULT,
    load: async () => import('./commands/init.ts'),
  },
  {
    name: 'status',
    summary: 'Show where the vault stands; needs no password.',
    group: VAULT,
    load: async () => import('./commands/status.ts'),
  },
  {
    name: 'serve',
    summary: 'Serve clients and the owner, until Ctrl+C.',
    group: VAULT,
    load: async () => import('./commands/serve.ts'),
  },
  {
    name: 'unlock',
    summary: 'Open the vault that is served, or check the password.',
    group: VAULT,
    load: async () => import('./commands/unlock.ts'),
  },
  {
    name: 'lock',
    summary: 'Lock the vault at once; needs no password.',
    group: VAULT,
    load: async () => import('./commands/lock.ts'),
  },
  {
    name: 'passwd',
    summary: 'Change the password.',
    group: VAULT,
    load: async () => import('./commands/passwd.ts'),
  },
  {
    name: 'set',
    summary: 'Store a value, typed unseen or read from a pipe.',
    group: SECRETS,
    load: async () => import('./commands/set.ts'),
  },
  {
    name: 'get',
    summary: 'Print a value and a newline, nothing else.',
    group: SECRETS,
    load: async () => import('./commands/get.ts'),
  },
  {
    name: 'ls',
    summary: 'List the secrets, without their values.',
    group: SECRETS,
    load: async () => import('./commands/ls.ts'),
  },
  {
    name: 'rename',
    summary: 'Give a secret another name.',
    group: SECRETS,
    load: async () => import('./commands/rename.ts'),
  },
  {
    name: 'rm',
    summary: 'Remove a secret, or one of its fields.',
    group: SECRETS,
    load: async () => import('./commands/rm.ts'),
  },
  {
    name: 'history',
    summary: 'List the versions of a value.',
    group: SECRETS,
    load: async () => import('./commands/history.ts'),
  },
  {
    name: 'restore',
    summary: 'Make an older version the newest again.',
    group: SECRETS,
    load: async () => import('./commands/restore.ts'),
  },
  {
    name: 'totp',
    summary: 'Print the one-time code of the moment.',
    group: SECRETS,
    load: async () => import('./commands/totp.ts'),
  },
  {
    name: 'generate',
    summary: 'Make a password or a passphrase; needs no vault.',
    group: SECRETS,
    load: async () => import('./commands/generate.ts'),
  },
  {
    name: 'import',
    summary: 'Take over secrets from a file of another program.',
    group: SECRETS,
    load: async () => import('./commands/import.ts'),
  },
  {
    name: 'client',
    summary: 'Let bots and agents in, change and remove them.',
    group: CLIENTS,
    load: async () => import('./commands/client.ts'),
  },
  {
    name: 'key',
    summary: 'Make, list, replace and end the keys of clients.',
    group: CLIENTS,
    load: async () => import('./commands/key.ts'),
  },
  {
    name: 'grant',
    summary: 'Say which client may use which secret, and how.',
    group: CLIENTS,
    load: async () => import('./commands/grant.ts'),
  },
  {
    name: 'pause',
    summary: 'Hold a client or all of them at once; all: needs no password.',
    group: CLIENTS,
    load: async () => import('./commands/pause.ts'),
  },
  {
    name: 'unpause',
    summary: 'Let a held client or all of them go on.',
    group: CLIENTS,
    load: async () => import('./commands/unpause.ts'),
  },
  {
    name: 'plan',
    summary: 'Show and change the plans that limit clients.',
    group: CLIENTS,
    load: async () => import('./commands/plan.ts'),
  },
  {
    name: 'usage',
    summary: 'Show what clients asked for, by day and route.',
    group: CLIENTS,
    load: async () => import('./commands/usage.ts'),
  },
  {
    name: 'chat',
    summary: 'Show, search and keep what clients asked and were answered.',
    group: MEMORY,
    load: async () => import('./commands/chat.ts'),
  },
  {
    name: 'profile',
    summary: 'Show and change your profile and those of clients.',
    group: MEMORY,
    load: async () => import('./commands/profile.ts'),
  },
  {
    name: 'memory',
    summary: 'Remove what agents have learned.',
    group: MEMORY,
    load: async () => import('./commands/memory.ts'),
  },
  {
    name: 'run',
    summary: 'Run a program with secrets in its environment, as a client of its own.',
    group: PROGRAMS,
    load: async () => import('./commands/run.ts'),
  },
  {
    name: 'read',
    summary: 'Print a value through the gateway, by the key of a client.',
    group: PROGRAMS,
    load: async () => import('./commands/read.ts'),
  },
  {
    name: 'render',
    summary: 'Fill the references in a template; standard input to output.',
    group: PROGRAMS,
    load: async () => import('./commands/render.ts'),
  },
  {
    name: 'mcp',
    summary: 'Give an agent its history and profile over MCP, by the key of a client.',
    group: PROGRAMS,
    load: async () => import('./commands/mcp.ts'),
  },
  {
    name: 'audit',
    summary: 'Show the audit log; needs no password. `audit verify` proves it.',
    group: UPKEEP,
    load: async () => import('./commands/audit.ts'),
  },
  {
    name: 'settings',
    summary: 'Show and change settings.',
    group: UPKEEP,
    load: async () => import('./commands/settings.ts'),
  },
  {
    name: 'migrate',
    summary: 'Show the schema of the vault file, or step it back.',
    group: UPKEEP,
    load: async () => import('./commands/migrate.ts'),
  },
  {
    name: 'doctor',
    summary: 'Look for damage, and repair what was changed from outside.',
    group: UPKEEP,
    load: async () => import('./commands/doctor.ts'),
  },
  {
    name: 'smoke',
    summary: 'Try a running gateway, or what can be tried without one.',
    group: UPKEEP,
    load: async () => import('./commands/smoke.ts'),
  },
  {
    name: 'completion',
    summary: 'Print a completion script for bash, zsh or fish.',
    group: UPKEEP,
    load: async () => import('./commands/completion.ts'),
  },
  {
    name: 'welcome',
    summary: 'Say how to begin.',
    group: UPKEEP,
    hidden: true,
    load: async () => import('./commands/welcome.ts'),
  },
];
