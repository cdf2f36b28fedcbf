import { ThreadChange } from '#lib/discussion/store/thread-change.store.server.ts';
import { publishUnreadAbout } from '#lib/notices/publish-unread-counts.server.ts';
import { publishChanges } from './publish-changes.server.ts';

export type { ThreadComment } from '#lib/discussion/store/thread-change.store.server.ts';
export type { ThreadChange };

/**
 * Changes a thread in one transaction, and publishes the change after the commit. `work` asks transitions.ts what it
 * may do, and writes its own rows (case, decision, ledger, notices) with `thread.tx`.
 * @throws Refusal `verdict-not-found`, and what `work` throws: then nothing is written
 */
export async function changeThread<T>(
  verdict: { id: string; slug: string },
  work: (thread: ThreadChange) => Promise<T>,
): Promise<T> {
  const { result, state, change } = await ThreadChange.run(verdict.id, work);
  if (change && state !== 'unpublished') publishChanges(verdict.slug, [change]);
  await publishUnreadAbout(change?.rows.map(({ id }) => id) ?? []);
  return result;
}
