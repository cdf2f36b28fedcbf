import { DELETED_ACCOUNT } from '#lib/actor.ts';
import { markup, type Markup } from '#lib/ui/markup.ts';

/** Comments. In a shorter thread a latecomer reads them all. */
export const LONG_THREAD = 30;

/** In this many comments, an open page notices another order. */
export const FIRST_COMMENTS = 10;

/**
 * A comment is what a side finds best only if this much of the side, or more, finds it helpful, as the lower bound of the
 * share: the least bad of a side's unhelpful comments says nothing about where it stands.
 */
export const BEST_FROM = 0.5;

export interface StandingComment {
  id: string;
  author: { username: string } | null;
  /** Its first words, as plain text. */
  excerpt: string;
}

/** By the ratings of both camps, as published last. Null: no comment has enough ratings. Never the same comment twice. */
export interface WhereItStands {
  agreeing: StandingComment | null;
  disagreeing: StandingComment | null;
  commonGround: StandingComment | null;
}

/** What the server chooses by all votes and ratings. */
export interface Standing extends WhereItStands {
  /** The id of the claim that both sides reject most. */
  weakestLink: string | null;
  /** Ids of the first comments in the order of common ground. */
  first: string[];
}

const SIDES: (keyof WhereItStands)[] = ['agreeing', 'commonGround', 'disagreeing'];

/** A side whose best is common ground shows another comment, so then its title doesn’t say that it is the best. */
function titlesOf({ commonGround }: WhereItStands): Record<keyof WhereItStands, string> {
  const find = commonGround ? 'find this helpful' : 'find this best';
  return {
    agreeing: `Those who agree with the Oracle ${find}`,
    commonGround: 'Both sides find this helpful',
    disagreeing: `Those who disagree ${find}`,
  };
}

/** The element that shows it. */
export const STANDS = 'where-it-stands';

export const idsOf = (stands: WhereItStands): string => SIDES.map((side) => stands[side]?.id ?? '').join(' ');

/**
 * Empty if there is nothing to show. `has`: whether a comment is on the page, where a fragment leads to it. With scripts
 * it leads to every comment (deep-links).
 */
export function standsMarkup(slug: string, stands: WhereItStands, has: (id: string) => boolean): Markup {
  const titles = titlesOf(stands);
  // As links.ts of the thread's page has it, which loads this domain.
  const addressOf = (id: string) => `${has(id) ? '' : `/v/${slug}?comment=${id}`}#c-${id}`;
  const shown = SIDES.flatMap((side) =>
    stands[side] ? [quote(addressOf(stands[side].id), titles[side], stands[side])] : [],
  );
  if (shown.length === 0) return markup``;
  return markup`<section class="stands no-print" id="${STANDS}" aria-labelledby="stands-heading" data-shown="${idsOf(stands)}"><h2 id="stands-heading" tabindex="-1">Where it stands</h2><button type="button" hidden>Show the latest</button><div class="sides">${shown}</div></section>`;
}

function quote(address: string, title: string, { id, author, excerpt }: StandingComment): Markup {
  const name = author?.username ?? DELETED_ACCOUNT;
  return markup`<article data-author="${author?.username}" data-comment="${id}"><h3>${title}</h3><div class="body"><p dir="auto">${excerpt}</p></div><p class="by"><span>${name}</span> <a href="${address}" aria-label="Read the comment by ${name}">Read the comment</a></p></article>`;
}
