import { CachedRead } from '#lib/db/cached-read.ts';
import { idCursor } from '#lib/http/input/cursor-input.ts';
import type { CommentView } from '#lib/live/events.ts';
import type { Place } from '#lib/passages/anchor.ts';
import { startsOf, type Passage } from '#lib/passages/marks/ranges.ts';
import { blockText, piecesOf } from '#lib/passages/block-text.ts';
import { describeBlock } from '#lib/passages/describe.ts';
import { PASSAGES, VERSION } from '#lib/passages/read-passages.server.ts';
import { Refusal } from '#lib/refusal.ts';
import type { RequestContext } from '#lib/request-context.ts';
import { findVerdict, findVerdictHead } from '#lib/verdicts/find-verdict.server.ts';
import type { Section } from '#lib/verdicts/verdict.ts';
import { typographicVerdict } from '#lib/verdicts/page/typographic-verdict.ts';
import { foldPage } from '#lib/discussion/blocked/fold-page.server.ts';
import { findAround } from '#lib/discussion/around/find-around.server.ts';
import { commentView } from '#lib/discussion/reading/comment-view.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import { readPassageComments } from './passage.store.server.ts';
import { placeNow } from './place-of.ts';

type Block = Pick<Place, 'section' | 'block'>;

/** Comments on one page of a block's. */
const PAGE = 200;

/** The newest ones are on the first page, and each page is in the order of the block's text. */
interface CommentPage {
  items: CommentView[];
  next: string | null;
  /** On all pages. */
  count: number;
}

/** Each comment on a passage makes all open pages ask, so they share one read of the state that they ask for. */
const passages = new CachedRead(
  async (key) => {
    const id = key.split('/')[0]!;
    const { passages: items, version } = await findAround({ id }, { passages: PASSAGES, version: VERSION });
    return { items, version };
  },
  { ttl: 5_000, max: 500 },
);

/** Where readers have commented on the current version. @throws Refusal `verdict-not-found` */
export async function listPassages(
  slug: string,
  { actor }: Pick<RequestContext, 'actor'>,
): Promise<{ items: Passage[]; next: null; version: number }> {
  const { id, version, seq } = await findVerdictHead(slug, actor);
  return { ...(await passages.get(`${id}/${version}/${seq}`)), next: null };
}

/**
 * The visible comments on passages that are in this block.
 * @throws Refusal `verdict-not-found`, `invalid-input` (cursor)
 */
export async function listCommentsOn(
  slug: string,
  { cursor, ...block }: Block & { cursor?: string | undefined },
  context: RequestContext,
): Promise<CommentPage & { version: number }> {
  const verdict = await findVerdict(slug, { actor: context.actor });
  return { ...(await commentsOn(verdict, block, cursor, context)), version: verdict.version };
}

export interface FoundBlock {
  slug: string;
  title: string;
  section: { id: string; heading: string };
  text: string;
  /** As the composer's plain form sends it. */
  anchor: string;
  comments: CommentPage;
  /** A moderator has closed the discussion to new comments. */
  locked: boolean;
}

/**
 * A block with the comments on its passages, for a page of its own.
 * @throws Refusal `verdict-not-found`, `paragraph-not-found`, `invalid-input` (cursor)
 */
export async function findBlock(
  slug: string,
  { cursor, ...block }: Block & { cursor?: string | undefined },
  context: RequestContext,
): Promise<FoundBlock> {
  const verdict = await findVerdict(slug, { actor: context.actor });
  const passage = describeBlock(verdict.sections, block, verdict.version);
  const { title, sections } = typographicVerdict(verdict);
  const section = sections.find(({ id }) => id === block.section);
  if (!passage || !section) throw new Refusal('paragraph-not-found');
  const text = blockText(section.blocks[block.block]!);
  const quote = text.slice(passage.start, passage.end);
  const comments = await commentsOn(verdict, block, cursor, context);
  return {
    ...{ slug, title },
    section: { id: section.id, heading: section.heading },
    text,
    // A refused form comes back with it, and shows its quotation.
    anchor: JSON.stringify({ ...passage, quote }),
    comments: { ...comments, items: await foldPage(comments.items, context.actor) },
    locked: verdict.locked ?? false,
  };
}

async function commentsOn(
  { id, sections }: { id: string; sections: Section[] },
  { section, block }: Block,
  cursor: string | undefined,
  { actor, now }: RequestContext,
): Promise<CommentPage> {
  const before = idCursor.read(cursor)?.id ?? null;
  const blocks = sections.find((each) => each.id === section)?.blocks ?? [];
  const pieces = blocks.map((each) => piecesOf(each).map(({ at, text }) => ({ at, length: text.length })));
  const place = { section, block, starts: startsOf(pieces) };
  if (!blocks[block]) return { items: [], next: null, count: 0 };
  const found = await readPassageComments(id, place, { before, limit: PAGE }, actor);
  const { rows, next } = idCursor.page(found.rows, PAGE);
  const items = rows
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
    .map((row) => ({ row, place: placeNow(row.anchor) }))
    .sort((a, b) => a.place!.block - b.place!.block || a.place!.start - b.place!.start)
    .map(({ row }) => commentView(upToDate(row), actor, now));
  return { items, next, count: found.count };
}
