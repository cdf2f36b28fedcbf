import type { Actor } from '#lib/actor.ts';
import type { ClaimTally } from '#lib/live/events.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { retractedView, verdictView, type RetractedView, type VerdictView } from './verdict-view.ts';
import {
  readClaimTallies,
  readHead,
  readHeads,
  readVerdictBySlug,
  type VerdictHead,
} from './verdict.store.server.ts';
import type { VerdictState } from './verdict-state.ts';

export type { VerdictHead };

/** The SQL conditions, for other domains' statements. */
export { isBlind, visibleTo } from './verdict.store.server.ts';

export interface VerdictRequest extends Pick<RequestContext, 'actor'> {
  /** How many have the verdict open now. */
  readers?: number;
}

const ANONYMOUS: VerdictRequest = { actor: null };

// Longer than any slug we create, so a longer one needs no query.
const MAX_SLUG = 200;

/**
 * A verdict with its sections and claims, in one query. @throws Refusal `verdict-not-found`, `verdict-retracted`
 * (with its title and note)
 */
export async function findVerdict(
  slug: string,
  { actor, readers = 0 }: VerdictRequest = ANONYMOUS,
): Promise<VerdictView> {
  const row = isSlug(slug) ? await readVerdictBySlug(slug, actor) : null;
  if (!row) throw new Refusal('verdict-not-found');
  if (row.state === 'retracted') {
    const retracted = retractedView(row);
    const message = `This verdict was retracted: ${retracted.note}`;
    throw new Refusal('verdict-retracted', { message, state: retracted });
  }
  return verdictView(row, readers);
}

export function retractedViewOf(error: unknown): RetractedView | null {
  if (!(error instanceof Refusal) || error.code !== 'verdict-retracted') return null;
  return (error.details.state as RetractedView | undefined) ?? null;
}

/** In any state, for operators. @throws Refusal `verdict-not-found` */
export async function findAnyVerdict(slug: string): Promise<VerdictView> {
  const row = isSlug(slug) ? await readVerdictBySlug(slug, 'operator') : null;
  if (!row) throw new Refusal('verdict-not-found');
  return verdictView(row, 0);
}

/** @throws Refusal `verdict-not-found`, also if the actor may not see it */
export async function findVerdictHead(slug: string, actor: Actor | null = null): Promise<VerdictHead> {
  const head = isSlug(slug) ? await readHead(slug, actor) : null;
  if (!head) throw new Refusal('verdict-not-found');
  return head;
}

/** By slug, as anonymous readers see them; slugs without a visible verdict are absent. */
export async function findVerdictHeads(
  slugs: string[],
): Promise<
  Map<string, { seq: number; tally: number; version: number; state: VerdictState; blind: boolean }>
> {
  const heads = await readHeads(slugs.filter(isSlug), null);
  return new Map(
    heads.map(({ slug, seq, tallyVersion, version, state, blind }) => [
      slug,
      { seq, tally: tallyVersion, version, state, blind },
    ]),
  );
}

/** The tallies of the current version's claims. */
export async function findClaimTallies(verdictId: string): Promise<ClaimTally[]> {
  return readClaimTallies(verdictId);
}

/** PostgreSQL rejects NUL in text with an error, so it is refused here. */
export function isSlug(slug: string): boolean {
  return slug.length > 0 && slug.length <= MAX_SLUG && !slug.includes('\u0000');
}
