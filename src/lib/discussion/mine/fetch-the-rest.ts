import { callApi } from '#lib/http/api/api-client.ts';
import { mineAddress, MAX_IDS } from './mine-address.ts';
import type { VerdictMine } from './mine-view.ts';

/** A long page shows more comments than one request may name: `mine` with what is the reader's own in the others. */
export async function withTheRest(mine: VerdictMine, slug: string, ids: string[]): Promise<VerdictMine> {
  const ratings = [...mine.ratings];
  const comments = [...mine.comments];
  for (let from = MAX_IDS; from < ids.length; from += MAX_IDS) {
    const address = mineAddress(slug, ids.slice(from));
    const rest = await callApi<VerdictMine>('GET', address.replace('/api/v1', ''));
    ratings.push(...rest.ratings);
    comments.push(...rest.comments);
  }
  return { ...mine, ratings, comments };
}
