/** What a plan allows a client; null: no limit. Requests per minute and hour slide, days and months are the owner's. */
export interface PlanLimits {
  readonly perMinute: number | null;
  readonly perHour: number | null;
  readonly perDay: number | null;
  readonly perMonth: number | null;
  /** Stored turns and profile sections. */
  readonly items: number | null;
  /** Their sealed size. */
  readonly bytes: number | null;
}

/** Plans that every vault has, the one of a new client first. */
export const BUILT_IN_PLANS = ['free', 'pro', 'unlimited'] as const;

/** A plan as it is shown. */
export interface PlanView extends PlanLimits {
  readonly name: string;
  readonly builtIn: boolean;
  /** The owner's, or a built-in one that the owner changed. */
  readonly changed: boolean;
  /** Clients that have it and are not removed. */
  readonly clients: number;
}
