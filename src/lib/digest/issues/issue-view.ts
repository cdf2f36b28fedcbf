import { shownLabel, stampOf } from '#lib/verdicts/page/stamp.ts';
import { shareOf } from './compose-issue.ts';
import type { IssueContent, IssueItem, IssueState, IssueSectionKind, Tally } from './issue.ts';

/** An issue as readers see it: on its page, in mail, in its text part and in the feed. */
export interface IssueView {
  n: number;
  state: Exclude<IssueState, 'skipped'>;
  /** ISO 8601: when sending started; for a draft, when it was composed. */
  date: string;
  introduction: string[];
  sections: SectionView[];
}

export interface SectionView {
  kind: IssueSectionKind;
  heading: string;
  items: ItemView[];
}

/** Items of all kinds have the same parts, so that page, mail, text and feed need one template each. */
export interface ItemView {
  key: string;
  leftOut: boolean;
  href: string;
  title: string;
  /** The stamp, with the score if there is one. */
  stamp: string | null;
  text: string | null;
  quote: { text: string; by: string } | null;
  claim: string | null;
  tally: Tally | null;
  facts: string[];
}

export const issueName = (n: number): string => `The Cope Report No. ${n}`;

export const HEADINGS: Record<IssueSectionKind, string> = {
  'new-verdicts': 'New verdicts',
  contested: 'Most contested',
  'new-versions': 'Changed verdicts',
  comments: 'Most helpful comments',
  shift: 'Largest shift of votes',
};

export interface PublicTexts {
  verdicts: Map<string, PublicVerdict>;
  claims: Map<string, { label: string }>;
  versions: Map<string, { note: string | null }>;
  comments: Map<string, { author: string; text: string }>;
}

export interface PublicVerdict {
  slug: string;
  title: string;
  source: string | null;
  sample: boolean;
  score: { value: number; max: number; band: string | null } | null;
  classifications: { label: string }[];
  opening: string | null;
}

/** Sections with their public items. `everything`: also the omitted ones, for the admin. */
export function sectionViews(
  { sections }: IssueContent,
  texts: PublicTexts,
  { everything = false } = {},
): SectionView[] {
  return sections
    .map(({ kind, items }) => ({
      kind,
      heading: HEADINGS[kind],
      items: items.flatMap((item) => (item.leftOut && !everything ? [] : (itemView(item, texts) ?? []))),
    }))
    .filter(({ items }) => items.length > 0);
}

function itemView(item: IssueItem, texts: PublicTexts): ItemView | null {
  const verdict = texts.verdicts.get(item.verdictId);
  const parts = verdict && partsOf(item, verdict, texts);
  if (!parts) return null;
  return {
    key: item.key,
    leftOut: item.leftOut === true,
    href: `/v/${verdict.slug}`,
    title: verdict.title,
    ...{ stamp: null, text: null, quote: null, claim: null, tally: null },
    ...parts,
  };
}

type Parts = Partial<ItemView> & Pick<ItemView, 'facts'>;

function partsOf(item: IssueItem, verdict: PublicVerdict, texts: PublicTexts): Parts | null {
  if ('voters' in item) return newVerdict(item, verdict);
  if ('version' in item) return newVersion(item, verdict, texts);
  if ('commentId' in item) return comment(item, verdict, texts);
  const claim = texts.claims.get(item.claimId);
  if (!claim) return null;
  const label = shownLabel(claim.label);
  return 'tally' in item ? contested(label, item.tally) : shift(label, item);
}

function newVerdict(
  { voters, commenters }: { voters: number; commenters: number },
  { source, sample, opening, ...verdict }: PublicVerdict,
): Parts {
  const attention = [
    ...(voters > 0 ? [`${counted(voters, 'reader')} voted`] : []),
    ...(commenters > 0 ? [`${counted(commenters, 'reader')} commented`] : []),
  ];
  return {
    stamp: stampLine(verdict),
    text: opening,
    facts: [
      ...(source === null ? [] : [source]),
      ...(sample ? ['Sample verdict'] : []),
      ...(attention.length > 0 ? attention : ['No votes or comments yet']),
    ],
  };
}

/** The stamp with its score: mail has no room for the figure beside it. */
function stampLine(verdict: Pick<PublicVerdict, 'score' | 'classifications'>): string | null {
  const stamp = stampOf(verdict);
  const { score } = verdict;
  return score?.band && stamp ? `${stamp} · ${score.value}/${score.max}` : stamp;
}

function contested(claim: string, tally: Tally): Parts {
  return { claim, tally, facts: [`${tally.agree} agree`, `${tally.disagree} disagree`] };
}

function newVersion(
  { verdictId, version }: { verdictId: string; version: number },
  verdict: PublicVerdict,
  texts: PublicTexts,
): Parts | null {
  const row = texts.versions.get(`${verdictId} ${version}`);
  if (!row) return null;
  return { href: `/v/${verdict.slug}/versions/${version}`, text: row.note, facts: [`Version ${version}`] };
}

function comment(
  { commentId, helpful }: { commentId: string; helpful: number },
  { slug }: PublicVerdict,
  texts: PublicTexts,
): Parts | null {
  const found = texts.comments.get(commentId);
  if (!found) return null;
  return {
    href: `/v/${slug}?comment=${commentId}#c-${commentId}`,
    quote: { text: found.text, by: found.author },
    facts: [`${counted(helpful, 'reader')} found this helpful`],
  };
}

function shift(claim: string, { before, after }: { before: Tally; after: Tally }): Parts {
  const percent = (tally: Tally) => `${Math.round(shareOf(tally))}%`;
  return {
    claim,
    tally: after,
    facts: [
      `${percent(after)} agree, ${shareOf(after) > shareOf(before) ? 'up' : 'down'} from ${percent(before)} at the previous issue`,
      counted(after.agree + after.disagree, 'vote'),
    ],
  };
}

function counted(n: number, noun: string): string {
  return `${n} ${n === 1 ? noun : `${noun}s`}`;
}
