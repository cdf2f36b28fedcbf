import type { Actor } from '#lib/actor.ts';
import { ownTextOfHtml } from '#lib/discussion/reading/markdown.server.ts';
import { upToDate } from '#lib/discussion/reading/rendered.server.ts';
import { blockedNames } from '#lib/follows/list-follows.server.ts';
import { excerptOf } from '#lib/excerpt.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { readStands, type StandingRow, type StandingRows } from './stands.store.server.ts';
import { standsMarkup, type Standing, type StandingComment, type WhereItStands } from './stands.ts';

export { STANDS_PART } from './stands.store.server.ts';

/** Characters: about six lines beside two others. */
const EXCERPT = 240;

/** @throws Refusal `verdict-not-found`, `verdict-retracted` */
export async function findStands(slug: string, actor: Actor | null): Promise<Standing> {
  const { id, weakestLink } = await findVerdict(slug, { actor });
  const { stands, first } = await readStands(id);
  return { ...standsView(stands), weakestLink, first };
}

/** The markup above a thread. On a page for everyone, the browser folds the quotes of people whom the reader blocks. */
export async function standsAbove(
  slug: string,
  rows: StandingRows | null,
  actor: Actor | null,
  has: (id: string) => boolean,
): Promise<string> {
  const stands = standsView(rows);
  const isAny = Object.values(stands).some((comment) => comment !== null);
  const hidden = actor && isAny ? await blockedNames(actor) : [];
  return standsMarkup(slug, without(hidden, stands), has).text;
}

function without(names: string[], { agreeing, disagreeing, commonGround }: WhereItStands): WhereItStands {
  const seen = (comment: StandingComment | null) =>
    comment?.author && names.includes(comment.author.username) ? null : comment;
  return { agreeing: seen(agreeing), disagreeing: seen(disagreeing), commonGround: seen(commonGround) };
}

function standsView(rows: StandingRows | null): WhereItStands {
  return {
    agreeing: commentOf(rows?.agreeing),
    disagreeing: commentOf(rows?.disagreeing),
    commonGround: commentOf(rows?.commonGround),
  };
}

function commentOf(row: StandingRow | null | undefined): StandingComment | null {
  if (!row) return null;
  const { html } = upToDate(row);
  return {
    id: row.id,
    author: row.username === null ? null : { username: row.username },
    excerpt: excerptOf(ownTextOfHtml(html), EXCERPT),
  };
}
