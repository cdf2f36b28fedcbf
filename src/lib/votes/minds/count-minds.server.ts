import { publishTally } from '#lib/live/publish.server.ts';
import { nextMinds } from './minds.ts';
import { deleteDue, publishMinds, readMindCounts, verdictsWithMindsDue } from './minds.store.server.ts';

/** Verdicts in one sweep. More wait for the next one, which follows within a minute. */
const AT_ONCE = 20;

/** Counts the changed minds of verdicts where votes or readers of the discussion changed, and publishes what is due. */
export async function countMinds(): Promise<void> {
  const failures: unknown[] = [];
  for (const due of await verdictsWithMindsDue(AT_ONCE)) {
    try {
      await countMindsOf(due.id);
      await deleteDue(due);
    } catch (err) {
      failures.push(err);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'changed minds could not be counted');
}

async function countMindsOf(verdictId: string): Promise<void> {
  const changes = (await readMindCounts(verdictId)).flatMap(({ id, minds, tens, ...counts }) => {
    const next = nextMinds(counts, { minds, tens });
    return next ? [{ id, ...next }] : [];
  });
  if (changes.length === 0) return;
  const { slug, claims } = await publishMinds(verdictId, changes);
  publishTally(slug, { claims });
}
