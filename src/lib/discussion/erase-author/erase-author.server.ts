import { reportCaseChanged } from '#lib/standing/queue-changes.server.ts';
import { changeThread, type ThreadChange } from '#lib/discussion/status/change-thread.server.ts';
import { stateAfter } from '#lib/discussion/status/transitions.ts';
import {
  nextToErase,
  nextToRename,
  readNaming,
  withOpenCase,
  type ErasureScope,
} from './author.store.server.ts';

/** Comments changed in one transaction, which holds the verdict's row, and sent in one message. */
const CHUNK = 100;

const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Withdraws and erases the comments of an erased account, or removes its name from open pages. Comments withdrawn
 * earlier are erased in any case. If the process is killed, a second call continues.
 */
export async function eraseAuthor(selection: ErasureScope, now: Date): Promise<void> {
  for (;;) {
    const chunk = await nextToErase(selection, CHUNK);
    if (!chunk) break;
    await changeThread(chunk.verdict, async (thread) => {
      for (const id of chunk.ids) await eraseComment(thread, { id, withdraw: selection.withdraw }, now);
    });
    for (const id of await withOpenCase(chunk.ids)) await reportCaseChanged(id);
  }
  for (let after = FIRST; ;) {
    const chunk = await nextToRename(selection.authorId, after, CHUNK);
    if (!chunk) return;
    await changeThread(chunk.verdict, async (thread) => {
      await thread.touch(...(await readNaming(thread.tx, chunk.ids)));
    });
    after = chunk.ids.at(-1)!;
  }
}

async function eraseComment(
  thread: ThreadChange,
  { id, withdraw }: { id: string; withdraw: boolean },
  now: Date,
): Promise<void> {
  const comment = await thread.read(id);
  if (!comment || comment.erased) return;
  const withdraws = withdraw && stateAfter(comment, 'withdraw', 'author') !== null;
  if (withdraws) await thread.withdraw(comment, now);
  if (withdraws || comment.withdrawn || comment.moderated === 'removed') await thread.erase(comment, now);
}
