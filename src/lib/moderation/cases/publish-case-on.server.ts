import { readLatestCaseOn } from './case.store.server.ts';
import { publishCases } from './publish-cases.server.ts';

/** Publishes the case on a comment after screening opened it or the author changed the comment. */
export async function publishCaseOn(commentId: string): Promise<void> {
  const found = await readLatestCaseOn(commentId);
  if (!found) return;
  const fresh = found.version === 1 ? 'opened' : 'changed';
  await publishCases([found.id], { what: found.open ? fresh : 'decided', by: null, now: new Date() });
}
