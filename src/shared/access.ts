import type { PlanLimits } from './plan.ts';
import type { SecretKind } from './secret.ts';

/** Where a request came in: the loopback port or the owner's socket. */
export type Listener = 'tcp' | 'socket';

/** Who calls, once the credential was found to be good. */
export interface Principal {
  /** `cli_<uuid>` */
  readonly clientId: string;
  /** `key_<uuid>`; null: nobody showed a key, and the owner lets such calls in as the client `default`. */
  readonly keyId: string | null;
  /** `tok_<uuid>` if the credential is a session token. */
  readonly tokenId: string | null;
  /** UTC instant at which the credential ends, null: never. */
  readonly expiresAt: string | null;
}

/** Why a credential is not taken: for the owner's log alone, the caller is told one thing for all of them. */
export type CredentialFault =
  | 'missing'
  | 'malformed'
  | 'unknown'
  | 'expired'
  | 'revoked'
  | 'tampered'
  | 'wrong_listener'
  | 'client_gone';

/** What became of a credential. */
export type Identified =
  | { readonly principal: Principal; readonly refused?: never }
  | {
      readonly principal?: never;
      readonly refused: {
        readonly why: CredentialFault;
        readonly clientId: string | null;
        readonly keyId: string | null;
      };
    };

/** A client as it sees itself. */
export interface Me {
  readonly clientId: string;
  readonly name: string;
  readonly keyPrefix: string | null;
  readonly expiresAt: string | null;
  readonly plan: string;
  readonly limits: PlanLimits;
  readonly used: {
    readonly minute: number;
    readonly hour: number;
    readonly day: number;
    readonly month: number;
    readonly items: number;
    readonly bytes: number;
  };
}

/** A secret that a client was granted, without its value. */
export interface GrantedSecret {
  readonly id: string;
  readonly name: string;
  readonly kind: SecretKind;
  readonly environment: string | null;
  /** Which of read, inject, sign. */
  readonly modes: readonly string[];
  /** Seconds until the secret expires, null: it does not. Negative once it has. */
  readonly expiresInSeconds: number | null;
}

/** A new session token. Its text is in ASCII and nowhere else; whoever asked wipes it. */
export interface NewSessionToken {
  readonly token: Uint8Array;
  /** `tok_<uuid>` */
  readonly id: string;
  readonly expiresAt: string;
}

/** The longest and the usual life of a session token, in seconds. */
export const SESSION_TOKEN_SECONDS = { longest: 86_400, usual: 86_400, shortest: 60 } as const;

/** A session goes on, was closed by its client, or ended by itself. */
export type SessionStatus = 'active' | 'closed' | 'expired';

/** A client's durable context, never the unlock. Instants are UTC. */
export interface SessionView {
  /** `ses_<uuid>` */
  readonly id: string;
  readonly clientId: string;
  /** `con_<uuid>`, null before there is one. */
  readonly conversationId: string | null;
  /** A word of the client's own. */
  readonly profile: string | null;
  readonly status: SessionStatus;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastActivityAt: string;
  readonly turnCount: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a client may say of its session; of the metadata null removes an entry, what is absent stays. */
export interface SessionPatch {
  readonly profile?: string | null;
  readonly metadata?: Readonly<Record<string, string | null>>;
}

/** One answered request, to be kept. */
export interface AnsweredRequest {
  /** The route's template, never a URL. */
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly ms: number;
}

/** A kept request as it is shown. */
export interface UsageEntry extends AnsweredRequest {
  readonly id: string;
  readonly clientId: string;
  /** Null: without a key, or the key was removed. */
  readonly keyId: string | null;
  /** Calendar day of the owner's zone, `YYYY-MM-DD`. */
  readonly day: string;
  readonly createdAt: string;
  readonly correlationId: string;
}

/** Which part of the usage; days include both ends. */
export interface UsageQuery {
  readonly clientId?: string;
  readonly keyId?: string;
  readonly fromDay?: string;
  readonly toDay?: string;
  /** The newest so many entries; default 100, at most 1000. Sums are of all. */
  readonly limit?: number;
}

/** Requests with the same value of what they are summed by. */
export interface UsageSum {
  readonly requests: number;
  /** With a status of 400 or above. */
  readonly refused: number;
  readonly ms: number;
}

/** Usage of one client or all of them. */
export interface UsageReport extends UsageSum {
  readonly byDay: readonly (UsageSum & { readonly day: string })[];
  readonly byRoute: readonly (UsageSum & { readonly method: string; readonly route: string })[];
  readonly byClient: readonly (UsageSum & { readonly clientId: string })[];
  readonly byKey: readonly (UsageSum & { readonly keyId: string | null })[];
  /** Newest first. */
  readonly entries: readonly UsageEntry[];
  /** Rows that do not verify; they are in no sum. */
  readonly damaged: number;
  /** Turns and profile sections that the one client that was asked for stores now, and their sealed size. */
  readonly stored?: { readonly items: number; readonly bytes: number };
}

/** How the gateway lets clients in. */
export interface AccessState {
  /** False: a call without a key acts as the client `default`. */
  readonly keysRequired: boolean;
  /** Routes that need no key, of those that can be without. */
  readonly exemptPaths: readonly string[];
  readonly serviceToken: boolean;
  readonly pausedAll: boolean;
}
