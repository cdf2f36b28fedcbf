import { db } from '#lib/db/client.server.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';

/**
 * Assigns a seq, so that cached pages and lists are invalidated; a trigger notifies every process. Idempotent.
 * @returns whether the verdict exists
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
