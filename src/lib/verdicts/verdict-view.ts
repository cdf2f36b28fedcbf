import { explanationsOf, type Explanations } from './page/bands.ts';
import type { ClaimKind, ClaimOrigin, Section, Scoring, Source, StructuredVerdict } from './verdict.ts';
import type { VerdictState } from './verdict-state.ts';

export type Stance = 'agree' | 'disagree';

export interface ClaimView {
  id: string;
  kind: ClaimKind;
  origin: ClaimOrigin;
  label: string;
  detail: string | null;
  agree: number;
  disagree: number;
  /** The tally version of these counts. */
  counted: number;
  /** The reader's vote. */
  mine: Stance | null;
  /** ISO 8601; only while the vote is held (standing/burst.ts). */
  countsAt?: string;
}

export interface OwnVote {
  stance: Stance;
  countsAt: Date | null;
}

export interface VerdictListItem {
  slug: string;
  title: string;
  source: Source;
  /** YYYY-MM-DD; null if the day isn't known. */
  publishedAt: string | null;
  /** As the source wrote it (`Mar 2023`). */
  publishedText: string | null;
  model: string | null;
  sample: boolean;
  score: Scoring['score'];
  classifications: Omit<ClaimView, 'detail' | 'mine' | 'countsAt'>[];
  comments: number;
  /** How many have it open now. */
  readers: number;
  /** Absent: published. Other states are in operators' lists only. */
  state?: Exclude<VerdictState, 'published'>;
}

export interface RetractedView {
  slug: string;
  title: string;
  note: string;
  /** ISO 8601. */
  retractedAt: string;
}

export interface VerdictView extends Scoring {
  id: string;
  slug: string;
  shape: StructuredVerdict['shape'];
  title: string;
  source: Source;
  publishedAt: string | null;
  publishedText: string | null;
  model: string | null;
  sample: boolean;
  explanations: Explanations;
  opening: string | null;
  sections: Section[];
  claims: ClaimView[];
  /** The thread's latest seq; see `discussion/`. */
  seq: number;
  /** Increases with every vote and rating. */
  tallyVersion: number;
  comments: number;
  readers: number;
  version: number;
  /** Absent unless a moderator has locked the thread. */
  locked?: true;
  /** When the current version was written (ISO 8601), and why; note null: an import. Absent: the first version. */
  edition?: { at: string; note: string | null };
  /** Absent: published. Other states are visible to operators only. */
  state?: Exclude<VerdictState, 'published'>;
}

export interface ClaimRow {
  id: string;
  kind: ClaimKind;
  label: string;
  detail: string | null;
  agree: number;
  disagree: number;
  counted: number;
}

export interface VerdictRow {
  id: string;
  slug: string;
  version: number;
  seq: number;
  tallyVersion: number;
  commentCount: number;
  /** A moderator has locked the thread. */
  locked: boolean;
  state: VerdictState;
  stateNote: string | null;
  stateAt: Date | null;
  content: StructuredVerdict;
  /** The current version's, in order. */
  claims: ClaimRow[];
  /** Null for the first version. */
  edition: { at: string; note: string | null } | null;
}

export interface ListRow extends Pick<VerdictRow, 'id' | 'slug' | 'commentCount' | 'claims' | 'state'> {
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

export function verdictView(
  row: VerdictRow,
  { mine, readers }: { mine: Map<string, OwnVote>; readers: number },
): VerdictView {
  const { content } = row;
  return {
    id: row.id,
    slug: row.slug,
    shape: content.shape,
    title: content.title,
    source: sourceView(content.source),
    publishedAt: content.publishedAt,
    publishedText: content.publishedText,
    model: content.model,
    sample: content.sample,
    score: content.score,
    mode: content.mode,
    attribution: content.attribution,
    confidence: content.confidence,
    // Verdicts stored before statement analyses existed lack the field.
    speaker: content.speaker ?? null,
    explanations: explanationsOf(content),
    opening: content.opening,
    sections: content.sections,
    claims: row.claims.map((claim, i) => ({
      ...tallied(claim, content.claims[i]?.origin),
      detail: claim.detail,
      ...voteView(mine.get(claim.id)),
    })),
    seq: row.seq,
    tallyVersion: row.tallyVersion,
    comments: row.commentCount,
    readers,
    version: row.version,
    ...(row.locked ? { locked: true as const } : {}),
    ...(row.edition
      ? { edition: { at: new Date(row.edition.at).toISOString(), note: row.edition.note } }
      : {}),
    ...stateView(row.state),
  };
}

export function retractedView({ slug, content, stateNote, stateAt }: VerdictRow): RetractedView {
  return { slug, title: content.title, note: stateNote!, retractedAt: stateAt!.toISOString() };
}

function stateView(state: VerdictState): Pick<VerdictView, 'state'> {
  return state === 'published' ? {} : { state };
}

export function withOwnVotes(verdict: VerdictView, mine: Map<string, OwnVote>): VerdictView {
  return {
    ...verdict,
    claims: verdict.claims.map((claim) => ({ ...claim, ...voteView(mine.get(claim.id)) })),
  };
}

function voteView(vote: OwnVote | undefined): Pick<ClaimView, 'mine' | 'countsAt'> {
  return {
    mine: vote?.stance ?? null,
    ...(vote?.countsAt ? { countsAt: vote.countsAt.toISOString() } : {}),
  };
}

export function listItemView(row: ListRow, readers: number): VerdictListItem {
  return {
    slug: row.slug,
    title: row.title,
    source: { name: row.sourceName, feed: row.sourceFeed, url: row.sourceUrl },
    publishedAt: row.publishedAt,
    publishedText: row.publishedText,
    model: row.model,
    sample: row.sample,
    score: row.score && scoreView(row.score),
    classifications: row.claims
      .map((claim, i) => tallied(claim, row.origins[i]))
      .filter(({ kind }) => kind === 'classification'),
    comments: row.commentCount,
    readers,
    ...stateView(row.state),
  };
}

function tallied({ id, kind, label, agree, disagree, counted }: ClaimRow, origin: ClaimOrigin | undefined) {
  return {
    id,
    kind,
    origin: origin ?? (kind === 'assumption' ? kind : 'classification-line'),
    label,
    agree,
    disagree,
    counted,
  } as const;
}

function sourceView({ name, feed, url }: Source): Source {
  return { name, feed, url };
}

function scoreView({ value, max, band }: NonNullable<Scoring['score']>) {
  return { value, max, band };
}
