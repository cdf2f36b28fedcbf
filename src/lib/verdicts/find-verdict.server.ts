import type { ClaimTally } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import { verdictView, type OwnVote, type VerdictView } from './verdict-view.ts';
import {
  readClaimTallies,
  readHead,
  readHeads,
  readVerdictBySlug,
  type VerdictHead,
} from './verdict.store.server.ts';

export type { VerdictHead };

export interface Seen {
  /** The asker's votes by claim id; see `votes/`. */
  mine?: Map<string, OwnVote>;
  /** How many have the verdict open now; see `live/`. */
  readersOf?: (slug: string) => number;
}

// Longer than any slug of ours; a longer one need not bother the database.
const MAX_SLUG = 200;

/** A verdict with its sections and claims, in one query. @throws Refusal `verdict-not-found` */
export async function findVerdict(
  slug: string,
  { mine = new Map(), readersOf = nobody }: Seen = {},
): Promise<VerdictView> {
  const row = isSlug(slug) ? await readVerdictBySlug(slug) : null;
  if (!row) throw new Refusal('verdict-not-found');
  return verdictView(row, { mine, readers: readersOf(slug) });
}

/** What other domains need to know of a verdict. @throws Refusal `verdict-not-found` */
export async function findVerdictHead(slug: string): Promise<VerdictHead> {
  const head = isSlug(slug) ? await readHead(slug) : null;
  if (!head) throw new Refusal('verdict-not-found');
  return head;
}

/** The heads of these verdicts by slug; a slug without a verdict is absent. */
export async function headsOf(
  slugs: string[],
): Promise<Map<string, { seq: number; tally: number; version: number }>> {
  const heads = await readHeads(slugs.filter(isSlug));
  return new Map(
    heads.map(({ slug, seq, tallyVersion, version }) => [slug, { seq, tally: tallyVersion, version }]),
  );
}

/** The counts of every claim that the verdict makes now. */
export async function findClaimTallies(verdictId: string): Promise<ClaimTally[]> {
  return readClaimTallies(verdictId);
}

/** Whether it can be a slug at all. PostgreSQL refuses NUL in text with a fault, so it is refused here. */
export function isSlug(slug: string): boolean {
  return slug.length > 0 && slug.length <= MAX_SLUG && !slug.includes('\u0000');
}

function nobody(): number {
  return 0;
}
