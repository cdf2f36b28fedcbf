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
  /** The verdict's tally version at this count. */
  counted: number;
  /** How the asker voted. */
  mine: Stance | null;
  /** ISO 8601; only where the asker's vote is held (standing/burst.ts). */
  countsAt?: string;
}

/** One reader's vote on a claim. */
export interface OwnVote {
  stance: Stance;
  countsAt: Date | null;
}

export interface VerdictListItem {
  slug: string;
  title: string;
  source: Source;
  /** YYYY-MM-DD, or null where the day isn't known. */
  publishedAt: string | null;
  /** The date as the source wrote it (`Mar 2023`). */
  publishedText: string | null;
  model: string | null;
  sample: boolean;
  score: Scoring['score'];
  classifications: Omit<ClaimView, 'detail' | 'mine' | 'countsAt'>[];
  comments: number;
  /** How many have it open now. */
  readers: number;
  /** Absent: published. Others are in operators' lists only. */
  state?: Exclude<VerdictState, 'published'>;
}

/** What readers see of a retracted verdict, beside its comments. */
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
  /** What the score's band and the mode mean, where their names are known. */
  explanations: Explanations;
  opening: string | null;
  sections: Section[];
  claims: ClaimView[];
  /** The thread's head; see `discussion/`. */
  seq: number;
  /** Grows with every vote and rating. */
  tallyVersion: number;
  comments: number;
  readers: number;
  version: number;
  /** Stands where a moderator takes no new comments. */
  locked?: true;
  /** When the current version was written (ISO 8601), and why it was edited; a null note: imported. Absent: the first. */
  edition?: { at: string; note: string | null };
  /** Absent: published. Others are shown to operators only. */
  state?: Exclude<VerdictState, 'published'>;
}

/** A claim as the stores read it. */
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
  /** A moderator takes no new comments here. */
  locked: boolean;
  state: VerdictState;
  stateNote: string | null;
  stateAt: Date | null;
  content: StructuredVerdict;
  /** Those of the current version, in the order of its claims. */
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
    // Verdicts that were saved before statement analyses were read have no such field.
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

/** The verdict with this reader's votes on its claims. */
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
