import { db } from '#lib/db/client.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

/**
 * Puts a verdict into a state. Takes a seq, so that pages and lists that are kept learn of it; a trigger tells every
 * process. What is in that state, with that note, stays as it is. @returns whether there is such a verdict
 */
export async function updateVerdictState(
  slug: string,
  { state, note, by, now }: { state: VerdictState; note: string | null; by: string | null; now: Date },
): Promise<boolean> {
  const [found] = await db().$queryRaw<unknown[]>`
    WITH changed AS (
      UPDATE verdicts SET state = ${state}::"VerdictState", state_note = ${note}, state_by = ${by}::uuid,
        state_at = ${now}, seq = seq + 1
      WHERE slug = ${slug} AND (state::text, state_note) IS DISTINCT FROM (${state}, ${note}::text)
    )
    SELECT 1 FROM verdicts WHERE slug = ${slug}`;
  return found !== undefined;
}
