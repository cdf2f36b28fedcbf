import { callApi } from '#lib/http/api/api-client.ts';

/** Milliseconds in which seen comments are collected for one request. */
const COLLECT = 500;

/** Pixels of a high comment that count as having seen it. */
const ENOUGH = 120;

/** Marks the notices about comments that come into view, until `signal` is aborted. */
export async function markSeen(slug: string, signal: AbortSignal): Promise<void> {
  const address = `/notices/unread?verdict=${encodeURIComponent(slug)}`;
  const { comments } = await callApi<{ comments: string[] }>('GET', address);
  if (signal.aborted) return;
  const ids = new Map<Element, string>();
  let seen: string[] = [];
  const send = () => {
    void callApi('POST', '/notices/read', { comments: seen.slice(0, 100) }).catch(() => {});
    seen = [];
  };
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect } of entries) {
        if (!isIntersecting || (intersectionRatio < 0.5 && intersectionRect.height < ENOUGH)) continue;
        observer.unobserve(target);
        if (seen.push(ids.get(target)!) === 1) setTimeout(send, COLLECT);
      }
    },
    { threshold: [0, 0.25, 0.5] },
  );
  for (const id of comments) {
    const element = document.getElementById(`c-${id}`);
    if (!element) continue;
    ids.set(element, id);
    observer.observe(element);
  }
  signal.addEventListener('abort', () => observer.disconnect());
}
