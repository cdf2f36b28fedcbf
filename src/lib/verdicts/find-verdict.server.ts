import type { Actor } from '#lib/actor.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import {
  retractedView,
  verdictView,
  type OwnVote,
  type RetractedView,
  type VerdictView,
} from './verdict-view.ts';
import {
  readClaimTallies,
  readHead,
  readHeads,
  readVerdictBySlug,
  type VerdictHead,
} from './verdict.store.server.ts';
import type { VerdictState } from './verdict-state.ts';

export type { VerdictHead };

/** For other rooms' statements: whether the verdict `v` exists for somebody. */
export { visibleTo } from './verdict.store.server.ts';

export interface Seen {
  /** Who asks; an unpublished verdict is visible to admins only. */
  actor?: Actor | null;
  /** The asker's votes by claim id; see `votes/`. */
  mine?: Map<string, OwnVote>;
  /** How many have the verdict open now; see `live/`. */
  readersOf?: (slug: string) => number;
}

// Longer than any slug of ours; a longer one need not bother the database.
const MAX_SLUG = 200;

/**
 * A verdict with its sections and claims, in one query.
 * @throws Refusal `verdict-not-found`, `verdict-retracted` (with its title and note)
 */
export async function findVerdict(
  slug: string,
  { actor = null, mine = new Map(), readersOf = nobody }: Seen = {},
): Promise<VerdictView> {
  const row = isSlug(slug) ? await readVerdictBySlug(slug, actor) : null;
  if (!row) throw new Refusal('verdict-not-found');
  if (row.state === 'retracted') {
    const retracted = retractedView(row);
    const message = `This verdict was retracted: ${retracted.note}`;
    throw new Refusal('verdict-retracted', { message, state: retracted });
  }
  return verdictView(row, { mine, readers: readersOf(slug) });
}

/** What is left of the verdict, where this says that it was retracted. */
export function retractedViewOf(fault: unknown): RetractedView | null {
  if (!(fault instanceof Refusal) || fault.code !== 'verdict-retracted') return null;
  return (fault.details.state as RetractedView | undefined) ?? null;
}

/** A verdict in any state, for operators. @throws Refusal `verdict-not-found` */
export async function findAnyVerdict(slug: string): Promise<VerdictView> {
  const row = isSlug(slug) ? await readVerdictBySlug(slug, 'operator') : null;
  if (!row) throw new Refusal('verdict-not-found');
  return verdictView(row, { mine: new Map(), readers: 0 });
}

/** What other domains need to know of a verdict that is visible to the asker. @throws Refusal `verdict-not-found` */
export async function findVerdictHead(slug: string, actor: Actor | null = null): Promise<VerdictHead> {
  const head = isSlug(slug) ? await readHead(slug, actor) : null;
  if (!head) throw new Refusal('verdict-not-found');
  return head;
}

/** The heads of these verdicts by slug, as strangers see them; a slug without a verdict is absent. */
export async function findVerdictHeads(
  slugs: string[],
): Promise<Map<string, { seq: number; tally: number; version: number; state: VerdictState }>> {
  const heads = await readHeads(slugs.filter(isSlug), null);
  return new Map(
    heads.map(({ slug, seq, tallyVersion, version, state }) => [
      slug,
      { seq, tally: tallyVersion, version, state },
    ]),
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
