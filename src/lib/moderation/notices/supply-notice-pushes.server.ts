import { permalink } from '#lib/discussion/page/links.ts';
import { excerptOf } from '#lib/excerpt.ts';
import { listPushed } from '#lib/notices/delivery/list-deliverable.server.ts';
import type { NoticeView } from '#lib/notices/notice-view.ts';
import type { PushPayload } from '#lib/push/push-message.ts';
import type { PushSubject } from '#lib/push/push-source.server.ts';
import { noticeText } from './notice-text.ts';

/** Characters that phones show of a notification. */
const EXCERPT_MAX = 120;

/** What these messages show, from the current state. One whose notice was read, or lost its subject, is absent. */
export async function supplyNoticePushes(messages: PushSubject[]): Promise<Map<string, PushPayload>> {
  const pushed = await listPushed(messages.flatMap(({ noticeId }) => noticeId ?? []));
  return new Map(
    messages.flatMap(({ id, noticeId }) => {
      const found = pushed.get(noticeId!);
      return found ? [[id, payloadOf(found.notice, found.unread)] as const] : [];
    }),
  );
}

function payloadOf(notice: NoticeView, unread: number): PushPayload {
  const { title, why, desk } = noticeText(notice);
  const { comment } = notice;
  const lines = [
    ...(why ? [`${why.reason}.`] : []),
    ...(comment?.excerpt ? [excerptOf(comment.excerpt, EXCERPT_MAX)] : []),
    ...(unread > 1 ? [`${unread} unread notices`] : []),
  ];
  return {
    title,
    body: lines.join('\n'),
    href: desk?.href ?? (comment ? permalink(comment.verdict, comment.id) : `/notices#n-${notice.id}`),
    tag: comment ? `thread-${comment.root}` : `notice-${notice.id}`,
  };
}
