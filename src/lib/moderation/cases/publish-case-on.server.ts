import { readLatestCaseOn } from './case.store.server.ts';
import { publishCases } from './publish-cases.server.ts';

/**
 * Tells moderators of the case on a comment after screening opened it, or its author changed or took back what it is
 * about: the threads' rooms stand below and only say that something happened (discussion/case-news.server.ts).
 */
export async function publishCaseOn(commentId: string): Promise<void> {
  const found = await readLatestCaseOn(commentId);
  if (!found) return;
  const fresh = found.version === 1 ? 'opened' : 'changed';
  await publishCases([found.id], { what: found.open ? fresh : 'decided', by: null, now: new Date() });
}
