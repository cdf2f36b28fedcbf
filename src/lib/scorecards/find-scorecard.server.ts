import { CachedRead } from '#lib/db/cached-read.ts';
import { Refusal } from '#lib/refusal.ts';
import type { Scorecard, ScorecardAddress, ScorecardLink } from './scorecard.ts';
import { scorecardView } from './scorecard-view.ts';
import { readScorecard, readScorecardLinks } from './scorecard.store.server.ts';

/**
 * Milliseconds. A model with 10,000 verdicts takes the database 0.3 s, so a crowd must not make it count again for each
 * page view. An unpublished verdict leaves the page as late.
 */
const TTL = 30_000;

const MOST_CARDS = 200;

const cards = new CachedRead(
  async (key): Promise<Scorecard> => {
    const address = JSON.parse(key) as ScorecardAddress;
    const row = await readScorecard(address);
    // Not kept: unknown addresses would push out the known ones.
    if (!row) throw new Refusal('not-found');
    return scorecardView(address, row);
  },
  { ttl: TTL, max: MOST_CARDS },
);

const links = new CachedRead(readScorecardLinks, { ttl: TTL });

/** At most half a minute old. @throws Refusal `not-found` */
export async function findScorecard({ kind, slug }: ScorecardAddress): Promise<Scorecard> {
  return cards.get(JSON.stringify({ kind, slug }));
}

export async function listScorecards(): Promise<ScorecardLink[]> {
  return links.get();
}

/** For tests, which don't wait. */
export function forgetScorecards(): void {
  cards.invalidate();
  links.invalidate();
}
