import { callApi } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/**
 * Shows a comment: loads it if its thread is on the page, and opens what hides it. `withThread`: loads its thread too, at
 * the end of the page. @returns whether it is on the page; 'elsewhere': it exists
 */
export async function reveal(
  id: string,
  discussion: Discussion,
  withThread = false,
): Promise<boolean | 'elsewhere'> {
  const { thread } = discussion;
  const exists = thread.find(id) || (await load(id, discussion, withThread));
  const node = thread.find(id);
  if (!node) return exists ? 'elsewhere' : false;
  for (const each of thread.chain(node).toReversed()) {
    thread.release(each);
    each.collapsed = false;
  }
  node.fresh = true;
  return true;
}

/** A comment that isn't loaded, with those between it and the nearest one on the page. @returns whether it exists */
async function load(id: string, discussion: Discussion, withThread: boolean): Promise<boolean> {
  const items: CommentView[] = [];
  try {
    for (let at: string | null = id; at !== null && !discussion.thread.find(at); at = items[0]!.parentId)
      items.unshift(await callApi<CommentView>('GET', `/comments/${at}`));
  } catch {
    return false;
  }
  const { parentId, verdict } = items[0]!;
  if (verdict === discussion.slug && (parentId !== null || withThread))
    discussion.load({ items, next: discussion.next, moreReplies: {}, following: {} });
  return true;
}
