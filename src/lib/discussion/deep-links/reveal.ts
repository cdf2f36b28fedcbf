import { callApi } from '#lib/http/api/api-client.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** Shows a comment: loads it if its thread is on the page, and opens what hides it. @returns whether it is on the page */
export async function reveal(id: string, discussion: Discussion): Promise<boolean> {
  const { thread } = discussion;
  if (!thread.find(id)) await load(id, discussion);
  const node = thread.find(id);
  if (!node) return false;
  for (const each of thread.chain(node).toReversed()) {
    thread.release(each);
    each.collapsed = false;
  }
  node.fresh = true;
  return true;
}

/** A reply that isn't loaded, with those between it and the nearest comment on the page. */
async function load(id: string, discussion: Discussion): Promise<void> {
  const items: CommentView[] = [];
  try {
    for (let at: string | null = id; at !== null && !discussion.thread.find(at); at = items[0]!.parentId)
      items.unshift(await callApi<CommentView>('GET', `/comments/${at}`));
  } catch {
    return;
  }
  const isNearby = items[0]!.parentId !== null && items[0]!.verdict === discussion.slug;
  if (isNearby) discussion.load({ items, next: discussion.next, moreReplies: {}, following: {} });
}
