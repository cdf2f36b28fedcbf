import { explanationsOf, type Explanations } from './page/bands.ts';
import type { ClaimKind, ClaimOrigin, Section, Scoring, Source, StructuredVerdict } from './verdict.ts';
import type { VerdictState } from './verdict-state.ts';
import { weakestLinkOf } from './weakest-link/rejection.ts';

export type Stance = 'agree' | 'disagree';

/** How the agree share of a claim changed over readers who opened the discussion in between: see votes/minds. */
export interface Minds {
  readers: number;
  /** Of their first votes, 0 to 1. */
  before: number;
  /** Of their last votes. */
  after: number;
  /** The difference's interval at 95 %, -1 to 1. */
  low: number;
  high: number;
}

export interface EarlierWording {
  label: string;
  agree: number;
  disagree: number;
  /** The last version with it. */
  until: number;
  /** When it was reworded (ISO 8601). */
  at: string;
}

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
  /** Null: of too few readers. */
  minds: Minds | null;
  /** How the latest earlier version worded it, and its votes. Absent: it was never reworded. */
  earlier?: EarlierWording & {
    /** Wordings before that one, the latest first. Absent: none. */
    before?: EarlierWording[];
  };
  /** The reader's vote. */
  mine: Stance | null;
  /** ISO 8601; only while the vote is held (standing/burst.ts). */
  countsAt?: string;
}

export interface OwnVote {
  stance: Stance;
  countsAt: Date | null;
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
  /** The id of the claim that both camps reject most, by votes as published last (weakest-link/). */
  weakestLink: string | null;
  /** The thread's latest seq; see `discussion/`. */
  seq: number;
  /** Increases with every vote and rating. */
  tallyVersion: number;
  comments: number;
  readers: number;
  version: number;
  /** Slugs of `/models/{model}` and `/sources/{feed}`; null if it names none. */
  scorecards: { model: string | null; feed: string | null };
  /** Absent unless a moderator has locked the thread. */
  locked?: true;
  /** When the current version was written (ISO 8601), and why; note null: an import. Absent: the first version. */
  edition?: { at: string; note: string | null };
  /** ISO 8601: pages hide the votes on a claim until then, except from readers who voted on it. Absent: they show them. */
  blindUntil?: string;
  /** Absent: published. Other states are visible to operators only. */
  state?: Exclude<VerdictState, 'published'>;
}

/** As on its page, which has the text as markup. */
export type ShownVerdict = Omit<VerdictView, 'sections' | 'scorecards'>;

export interface ClaimRow {
  id: string;
  kind: ClaimKind;
  label: string;
  detail: string | null;
  agree: number;
  disagree: number;
  counted: number;
  minds: Minds | null;
  /** By both camps of today’s headline claim (weakest-link/). Private: it derives from the votes of each. */
  rejection?: number | null;
  /** The latest first. */
  earlier?: EarlierWording[] | null;
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
  modelSlug: string | null;
  feedSlug: string | null;
  content: StructuredVerdict;
  /** The current version's, in order. */
  claims: ClaimRow[];
  /** Null for the first version. */
  edition: { at: string; note: string | null } | null;
  /** Until when pages hide the votes; null: they show them. */
  blindUntil: Date | null;
}

/** Without a reader's votes: see `withOwnVotes`. */
export function verdictView(row: VerdictRow, readers: number): VerdictView {
  const { content } = row;
  return {
    id: row.id,
    slug: row.slug,
    ...contentView(content),
    claims: row.claims.map((claim, i) => ({
      ...claimTallyView(claim, content.claims[i]?.origin),
      detail: claim.detail,
      minds: claim.minds && mindsView(claim.minds),
      ...earlierView(claim.earlier ?? []),
      mine: null,
    })),
    weakestLink: weakestLinkOf(row.claims),
    seq: row.seq,
    tallyVersion: row.tallyVersion,
    comments: row.commentCount,
    readers,
    version: row.version,
    scorecards: { model: row.modelSlug, feed: row.feedSlug },
    ...(row.locked ? { locked: true as const } : {}),
    ...(row.edition
      ? { edition: { at: new Date(row.edition.at).toISOString(), note: row.edition.note } }
      : {}),
    ...blindView(row.blindUntil),
    ...stateView(row.state),
  };
}

/** Times read as JSON have the database's format. */
function earlierView(wordings: EarlierWording[]): Pick<ClaimView, 'earlier'> {
  const [latest, ...before] = wordings.map(({ at, ...rest }) => ({
    ...rest,
    at: new Date(at).toISOString(),
  }));
  if (!latest) return {};
  return { earlier: { ...latest, ...(before.length > 0 ? { before } : {}) } };
}

function contentView(content: StructuredVerdict) {
  return {
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
  };
}

export function retractedView({ slug, content, stateNote, stateAt }: VerdictRow): RetractedView {
  return { slug, title: content.title, note: stateNote!, retractedAt: stateAt!.toISOString() };
}

export function stateView(state: VerdictState): Pick<VerdictView, 'state'> {
  return state === 'published' ? {} : { state };
}

export function blindView(until: Date | null): Pick<VerdictView, 'blindUntil'> {
  return until ? { blindUntil: until.toISOString() } : {};
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

export function claimTallyView(
  { id, kind, label, agree, disagree, counted }: ClaimRow,
  origin: ClaimOrigin | undefined,
) {
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

function mindsView({ readers, before, after, low, high }: Minds): Minds {
  return { readers, before, after, low, high };
}

function sourceView({ name, feed, url }: Source): Source {
  return { name, feed, url };
}
