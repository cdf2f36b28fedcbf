import type { Discussion } from '#lib/discussion/thread/discussion.svelte.ts';

/** Shows a button above the thread, while its first comments would be others. Only the reader's press reorders. */
export function offerOrder(first: string[], { thread, startSeq }: Discussion, left: AbortSignal): void {
  document.querySelector('.new-order')?.remove();
  const list = document.getElementById('thread');
  if (!list || thread.sort !== 'common-ground') return;
  const isNew = (id: string) => (thread.find(id)?.comment.born ?? 0) > startSeq;
  const shown = thread.roots.map(({ comment }) => comment.id);
  if (!isOtherOrder(first, shown, isNew)) return;
  const place = document.createElement('div');
  place.className = 'new-order';
  const button = document.createElement('button');
  button.textContent = 'Show the new order';
  // Drafts and folded comments are stored.
  button.onclick = () => {
    location.hash = 'discussion';
    location.reload();
  };
  place.append(button);
  // Below it, the page keeps room for the button of new comments.
  list.parentElement!.querySelector(':scope > .place')!.before(place);
  left.addEventListener('abort', () => place.remove());
}

/** Apart from new comments, which have another button. */
export function isOtherOrder(first: string[], shown: string[], isNew: (id: string) => boolean): boolean {
  const now = first.filter((id) => !isNew(id));
  const before = shown.filter((id) => !isNew(id)).slice(0, now.length);
  return now.some((id, i) => id !== before[i]);
}
