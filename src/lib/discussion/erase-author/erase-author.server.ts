import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import { lockThread, type Locked } from '#lib/discussion/store/moderate.store.server.ts';
import { publishChanges } from '#lib/discussion/posting/publish-change.server.ts';
import {
  erase,
  nextToErase,
  nextToRename,
  touchNames,
  withdraw,
  withOpenCase,
  type Chunk,
  type Which,
} from './author.store.server.ts';

/** Comments that change in one transaction, which holds the verdict's row, and that are sent in one message. */
const CHUNK = 100;

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Deals with the comments of an account whose name is erased already: they are withdrawn and their texts erased, or
 * they stay and open pages lose the name. What the author withdrew earlier is erased in any case. Killed on the way, it
 * is called again and does the rest.
 */
export async function eraseAuthor(which: Which, now: Date): Promise<void> {
  for (;;) {
    const chunk = await nextToErase(which, CHUNK);
    if (!chunk) break;
    await change(chunk, async (locked) => {
      for (const id of chunk.ids) {
        if (which.withdraw) await withdraw(locked, chunk.verdict.id, id, now);
        await erase(locked, id, now);
      }
    });
    for (const id of await withOpenCase(chunk.ids)) await reportCaseChanged(id);
  }
  for (let after = FIRST; ;) {
    const chunk = await nextToRename(which.authorId, after, CHUNK);
    if (!chunk) return;
    await change(chunk, (locked) => touchNames(locked, chunk.ids));
    after = chunk.ids.at(-1)!;
  }
}

async function change({ verdict }: Chunk, work: (locked: Locked) => Promise<void>): Promise<void> {
  const { state, written } = await lockThread(verdict.id, work);
  // Nobody is to hear of a verdict that is unpublished.
  if (written && state !== 'unpublished') await publishChanges(verdict, [written]);
}
