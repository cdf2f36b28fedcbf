import type { ClaimOrigin, Scoring, Source } from '#lib/verdicts/verdict.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import {
  blindView,
  claimTallyView,
  stateView,
  type ClaimView,
  type VerdictRow,
  type VerdictView,
} from '#lib/verdicts/verdict-view.ts';

export interface VerdictListItem {
  slug: string;
  title: string;
  source: Source;
  /** YYYY-MM-DD; null if the day isn't known. */
  publishedAt: string | null;
  /** As the source wrote it (`Mar 2023`). */
  publishedText: string | null;
  model: string | null;
  /** See `VerdictView`. */
  scorecards: VerdictView['scorecards'];
  sample: boolean;
  score: Scoring['score'];
  classifications: Omit<ClaimView, 'detail' | 'minds' | 'mine' | 'countsAt'>[];
  comments: number;
  /** How many have it open now. */
  readers: number;
  /** ISO 8601: pages omit the votes until then. Absent: they show them. */
  blindUntil?: string;
  /** Absent: published. Other states are in operators' lists only. */
  state?: Exclude<VerdictState, 'published'>;
}

export interface ListRow extends Pick<
  VerdictRow,
  'id' | 'slug' | 'commentCount' | 'claims' | 'state' | 'blindUntil' | 'modelSlug' | 'feedSlug'
> {
  title: string;
  sourceName: string | null;
  sourceFeed: string | null;
  sourceUrl: string | null;
  publishedAt: string | null;
  publishedText: string | null;
  model: string | null;
  sample: boolean;
  score: Scoring['score'];
  origins: ClaimOrigin[];
}

export function listItemView(row: ListRow, readers: number): VerdictListItem {
  return {
    slug: row.slug,
    title: row.title,
    source: { name: row.sourceName, feed: row.sourceFeed, url: row.sourceUrl },
    publishedAt: row.publishedAt,
    publishedText: row.publishedText,
    model: row.model,
    scorecards: { model: row.modelSlug, feed: row.feedSlug },
    sample: row.sample,
    score: row.score && scoreView(row.score),
    classifications: row.claims
      .map((claim, i) => claimTallyView(claim, row.origins[i]))
      .filter(({ kind }) => kind === 'classification'),
    comments: row.commentCount,
    readers,
    ...blindView(row.blindUntil),
    ...stateView(row.state),
  };
}

function scoreView({ value, max, band }: NonNullable<Scoring['score']>) {
  return { value, max, band };
}
