import type { NoticeData, NoticeKind } from './notice.ts';

/** A notice as its reader's inbox shows it. */
export interface NoticeView {
  id: string;
  kind: NoticeKind;
  createdAt: string;
  read: boolean;
  data: NoticeData;
  /** What it is about; null where it concerns no comment. */
  comment: {
    id: string;
    verdict: string;
    title: string;
    /** Who wrote it; null where it may not be told. */
    author: string | null;
    /** The first letters as written; null where they may not be read any more. */
    excerpt: string | null;
    /** The top-level comment of its thread: what muting is about. */
    root: string;
    muted: boolean;
  } | null;
  /** The decision it tells of, with what became of an appeal against it. */
  decision: {
    id: string;
    kind: string;
    at: string;
    appeal: 'open' | 'upheld' | 'overturned' | 'reason_changed' | null;
  } | null;
}

/** A notice as the store reads it: what may not be told is null already. */
export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  createdAt: Date;
  readAt: Date | null;
  data: NoticeData;
  commentId: string | null;
  slug: string | null;
  title: string | null;
  author: string | null;
  excerpt: string | null;
  root: string | null;
  muted: boolean;
  decisionId: string | null;
  decisionKind: string | null;
  decidedAt: Date | null;
  appeal: 'open' | 'upheld' | 'overturned' | 'reason_changed' | null;
}

/** Fields are listed by hand: a new column doesn't leak by itself. */
export function noticeView(row: NoticeRow): NoticeView {
  return {
    id: row.id,
    kind: row.kind,
    createdAt: row.createdAt.toISOString(),
    read: row.readAt !== null,
    data: dataView(row.data),
    comment: row.commentId
      ? {
          id: row.commentId,
          verdict: row.slug!,
          title: row.title!,
          author: row.author,
          excerpt: row.excerpt,
          root: row.root!,
          muted: row.muted,
        }
      : null,
    decision: row.decisionId
      ? {
          id: row.decisionId,
          kind: row.decisionKind!,
          at: row.decidedAt!.toISOString(),
          appeal: row.appeal,
        }
      : null,
  };
}

function dataView({ reason, note, scope, until, outcome }: NoticeData): NoticeData {
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(note === undefined ? {} : { note }),
    ...(scope === undefined ? {} : { scope }),
    ...(until === undefined ? {} : { until }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}
