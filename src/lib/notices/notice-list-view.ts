import type { NoticeKind } from './notice.ts';
import type { NoticeView } from './notice-view.ts';

/** A notice as the JSON API has it: perhaps several similar ones, with the newest of them. */
export interface ListedNotice {
  id: string;
  kind: NoticeKind;
  count: number;
  people: string[];
  verdict?: { slug: string; title: string };
  /** The id of the comment that the newest is about. */
  comment?: string;
  excerpt?: string;
  at: string;
  read: boolean;
}

export function listedNotice({
  id,
  kind,
  count,
  people,
  comment,
  data,
  createdAt,
  read,
}: NoticeView): ListedNotice {
  return {
    ...{ id, kind, count, people },
    ...(data.verdict && { verdict: data.verdict }),
    ...(comment && { verdict: { slug: comment.verdict, title: comment.title }, comment: comment.id }),
    ...(typeof comment?.excerpt === 'string' && { excerpt: comment.excerpt }),
    ...{ at: createdAt, read },
  };
}
