import type { RestrictionScope } from './restriction.ts';
import type { Trust } from './trust.ts';

/** What only the account itself sees of its standing. */
export interface OwnStanding {
  trust: Trust;
  /** In force. `until` (ISO 8601) null: permanent. */
  restrictions: { scope: RestrictionScope; until: string | null }[];
}
