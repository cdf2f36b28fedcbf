import { excerptOf } from '#lib/excerpt.ts';
import { typographic } from '#lib/typographic.ts';
import type { NoticeData, NoticeKind } from './notice.ts';

/** Characters of a comment in a notice. */
const EXCERPT_MAX = 200;

export interface NoticeView {
  id: string;
  kind: NoticeKind;
  createdAt: string;
  read: boolean;
  /** Similar notices that it stands for, itself included; the rest is about the newest. */
  count: number;
  /** Whose comments these are, each once, the newest first. */
  people: string[];
  data: NoticeData;
  /** Null: it is not about a comment. */
  comment: {
    id: string;
    verdict: string;
    title: string;
    /** Null if the reader may not see it. */
    author: string | null;
    /** The beginning of the source; null if the reader may not see it. */
    excerpt: string | null;
    /** The top-level comment of its thread, which can be muted. */
    root: string;
    muted: boolean;
  } | null;
  /** The decision it is about, and the state of an appeal against it. */
  decision: {
    id: string;
    kind: string;
    at: string;
    appeal: 'open' | 'upheld' | 'overturned' | 'reason_changed' | null;
  } | null;
}

/** What the reader may not see is null already. */
export interface NoticeRow {
  id: string;
  kind: NoticeKind;
  createdAt: Date;
  readAt: Date | null;
  data: NoticeData;
  commentId: string | null;
  /** Absent where similar notices aren't merged. */
  subjectId?: string | null;
  slug: string | null;
  title: string | null;
  author: string | null;
  beginning: string | null;
  root: string | null;
  muted: boolean;
  decisionId: string | null;
  decisionKind: string | null;
  decidedAt: Date | null;
  appeal: 'open' | 'upheld' | 'overturned' | 'reason_changed' | null;
}

/** Similar notices as one, the newest first (merge-notices.ts). */
export function mergedView(group: NoticeRow[]): NoticeView {
  const people = [...new Set(group.flatMap(({ author }) => author ?? []))];
  return { ...noticeView(group[0]!), count: group.length, people };
}

/** Lists fields explicitly, so that a new column doesn't leak. */
export function noticeView(row: NoticeRow): NoticeView {
  return {
    count: 1,
    people: row.author === null ? [] : [row.author],
    id: row.id,
    kind: row.kind,
    createdAt: row.createdAt.toISOString(),
    read: row.readAt !== null,
    data: dataView(row.data),
    comment: row.commentId
      ? {
          id: row.commentId,
          verdict: row.slug!,
          title: typographic(row.title!),
          author: row.author,
          excerpt: row.beginning === null ? null : excerptOf(row.beginning, EXCERPT_MAX),
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

function dataView({ reason, note, scope, until, outcome, verdict }: NoticeData): NoticeData {
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(note === undefined ? {} : { note }),
    ...(scope === undefined ? {} : { scope }),
    ...(until === undefined ? {} : { until }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(verdict === undefined ? {} : { verdict: { slug: verdict.slug, title: typographic(verdict.title) } }),
  };
}
