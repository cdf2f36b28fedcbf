import { callApi } from '#lib/http/api/api-client.ts';
import { localPositions } from './local-positions.ts';
import type { NewCount } from './new-comments.ts';

/** New comments of those of these verdicts that this browser has opened before. The response is the same for everyone. */
export async function countLocally(slugs: string[]): Promise<NewCount[]> {
  const positions = localPositions().filter(({ slug }) => slugs.includes(slug));
  if (positions.length === 0) return [];
  const since = positions.map(({ slug, seq }) => `${slug}:${seq}`).sort();
  return (await callApi<{ items: NewCount[] }>('GET', `/new-comments?since=${since.join()}`)).items;
}
