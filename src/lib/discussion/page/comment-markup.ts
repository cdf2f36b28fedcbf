import type { Anchor, ChallengeView, CommentView } from '#lib/live/events.ts';
import type { CommentForm, SendState } from '#lib/discussion/thread/comment-node.svelte.ts';
import { markup, trusted, type Markup } from '#lib/ui/markup.ts';
import { clockTime, timeAgo } from '#lib/ui/relative-time.ts';
import { commentElementId, withdrawElementId } from './focus.ts';
import { permalink } from './links.ts';

// A comment is plain markup, the same on the server and in the browser, and the same for everyone. With a component for
// each control, a page of 100 comments took half a second to start on a phone. `data-act` of a link, or the name of a
// button, says what a press does (thread-controls.svelte.ts); without scripts they work as they are. Attributes without
// quotes hold only ids, words and dates.

export interface CommentOnPage {
  comment: CommentView;
  collapsed: boolean;
  /** Replies that are collapsed with it. */
  folded: number;
  form: CommentForm | null;
  /** Replies that have arrived and aren't shown yet. */
  waiting: number;
  sending: SendState | null;
  /** By a moderator: it, a comment above it, or the whole thread. */
  locked: boolean;
  /** That it is new to this reader. */
  mark?: Markup | null;
}

export interface PageOfComments {
  slug: string;
  /** What links within the page keep of its query: `?`, or `?sort=oldest&`. */
  query: string;
  /** Whether a comment is on the page, where a fragment leads to it. */
  has: (id: string) => boolean;
  /** No one can write now. */
  closed: boolean;
  /** Milliseconds since 1970. */
  now: number;
  /** Undefined: the reader's. */
  timeZone: 'UTC' | undefined;
}

const STATUS_TEXT: Partial<Record<CommentView['status'], string>> = {
  pending: 'Waiting for a moderator.',
  hidden: 'Under review by a moderator.',
  removed: 'Removed by a moderator.',
  withdrawn: 'Withdrawn by its author.',
};

export function commentMarkup(shown: CommentOnPage, page: PageOfComments): string {
  const { comment, form, sending, collapsed } = shown;
  const name = comment.author?.username;
  const state = [
    comment.mine?.own && ' own-comment',
    form === 'edit' && ' editing',
    collapsed && ' collapsed',
  ];
  const named =
    name === undefined
      ? markup`aria-label=Comment`
      : markup`aria-label="Comment by ${name}" data-author="${name}"`;
  return markup`<article class="own${state}" id=${commentElementId(comment.id)} ${named}>${[
    byline(shown, page),
    contentMarkup(comment),
    !sending && actions(shown, page),
  ]}</article>`.text;
}

/** The text, or why there is none. */
export function contentMarkup({ anchor, challenge, status, html, body, mine, verdict }: CommentView): Markup {
  const text = html === null ? markup`<p class=plain dir=auto>${body}</p>` : htmlMarkup(html);
  if (status === 'visible' && !anchor) return text;
  const why = markup`<p class=status>${STATUS_TEXT[status]}`;
  if ((html ?? body) === null) return markup`<div class=content>${why}</p></div>`;
  const forOwner =
    mine?.own && ` Only you and moderators can see it.${mine.canEdit ? ' Edit it once to restore it.' : ''}`;
  const withheld = status !== 'visible' && markup`${why}${forOwner}</p>`;
  return markup`<div class=content>${[
    anchor && passage(anchor, verdict),
    challenge &&
      markup`<p class=challenge>Challenges this passage · source: <a href="${challenge.source}" rel="nofollow ugc noopener">${challenge.host}</a></p>`,
    withheld,
    text,
    challenge?.note && outcome(challenge, verdict),
  ]}</div>`;
}

function passage({ state, section, quote, version, reworded }: Anchor, slug: string): Markup {
  const isLost = state === 'lost';
  return markup`<blockquote class=passage dir=auto><a href="${isLost && `/v/${slug}/versions/${version}`}#s-${section}">${quote}</a></blockquote>${
    (isLost || reworded) && markup`<p class="version${isLost && ' lost'}">Quoted from version ${version}</p>`
  }`;
}

const outcome = ({ state, version, note }: ChallengeView, slug: string) =>
  markup`<p class=outcome>The operator: <a href="/v/${slug}/versions${version ? `/${version}` : '#challenges'}">${state}${version && ` in version ${version}`}</a>. “${note}”</p>`;

/** More than that can be higher than 1,200 pixels on a phone. */
const SHORT = 1000;

/** Only comment.css knows whether the text is too high, and shows the control that unfolds it. */
export function htmlMarkup(html: string): Markup {
  const body = markup`<div class=body dir=auto>${trusted(html)}</div>`;
  // Each tag may begin a line.
  if (html.length + 25 * html.split('<').length < SHORT) return body;
  return markup`<div class=long>${body}<div class=height><details class=unfold><summary><span class=more>Show all</span><span class=less>Show less</span></summary></details></div></div>`;
}

function byline({ comment, sending, ...shown }: CommentOnPage, page: PageOfComments): Markup {
  const { author, answers } = comment;
  const isHere = answers && page.has(answers.id);
  const target =
    answers &&
    markup`<a href="${isHere ? `#${commentElementId(answers.id)}` : permalink(page.slug, answers.id)}">replying to ${answers.username ?? 'an earlier comment'}</a>`;
  const wait = sending?.state === 'sending' && (sending.wait ? `sending in ${sending.wait} s…` : 'sending…');
  return markup`<div class=who>${[
    author && markup`<a class=name href="/u/${author.username}">${author.username}</a>`,
    comment.authorReply && markup`<span class=by-author>Author of the paper</span>`,
    author && author.role !== 'reader' && markup`<span class=tag>${author.role}</span>`,
    comment.commonGround &&
      comment.status === 'visible' &&
      markup`<a class=ground href="/about/common-ground">Helpful to both sides</a>`,
    !author && comment.html !== null && markup`<span>Deleted account</span>`,
    target,
    wait && markup`<span>${wait}</span>`,
    !sending && history(comment, page),
    comment.changedMinds! > 0 &&
      markup`<span class=minds>changed ${comment.changedMinds} ${comment.changedMinds === 1 ? 'mind' : 'minds'}</span>`,
    !sending && comment.replies > 0 && fold(shown),
    shown.mark,
  ]}</div>`;
}

function history(comment: CommentView, { slug, now }: PageOfComments): Markup {
  const { id, createdAt } = comment;
  const age = timeAgo(Date.parse(createdAt), now);
  const isEdited = comment.editedAt !== null && (comment.html ?? comment.body) !== null;
  return markup`${[
    markup`<a href=#${commentElementId(id)}><time datetime=${createdAt}>${age}</time></a>`,
    isEdited && markup`<a href="/v/${slug}/history/${id}">edited</a>`,
  ]}`;
}

function fold({ collapsed, folded }: Pick<CommentOnPage, 'collapsed' | 'folded'>): Markup {
  const [label, sign] = collapsed ? ['Expand the thread', '+'] : ['Collapse the thread', '−'];
  return markup`${[
    markup`<button class=fold name=fold aria-expanded=${String(!collapsed)} aria-label="${label}">${sign}</button>`,
    collapsed && folded > 0 && markup`<span>${folded} ${folded === 1 ? 'reply' : 'replies'}</span>`,
  ]}`;
}

function actions(shown: CommentOnPage, page: PageOfComments): Markup {
  const { comment, waiting } = shown;
  const visible = comment.status === 'visible';
  const { id, mine } = comment;
  const own = (act: string, word: string, target = commentElementId(id)) =>
    markup`<a href="${page.query}${act}=${id}#${target}" data-act=${act}>${word}</a>`;
  return markup`<div class=actions>${[
    visible && rating(comment, page),
    visible && reply(shown, page),
    visible &&
      !mine?.own &&
      markup`<button class="others-only may-report" form=report name=comment value=${id}>Report</button>`,
    markup`<button class="others-only moderator-only" form=moderate name=comment value=${id}>Moderate</button>`,
    visible && markup`<button class=signed-in-only form=options name=comment value=${id}>More</button>`,
    mine?.canEdit && !page.closed && own('edit', 'Edit'),
    mine?.canWithdraw && own('withdraw', 'Withdraw', withdrawElementId(id)),
    waiting > 0 &&
      markup`<button class=arrived name=open>${waiting} new ${waiting === 1 ? 'reply' : 'replies'}</button>`,
  ]}</div>`;
}

function reply({ comment, form, locked }: CommentOnPage, { closed }: PageOfComments): Markup {
  if (closed) return markup`<span>Replies are closed for now</span>`;
  if (locked) return markup`<span>Closed to replies</span>`;
  // A button of the page's form (`#open`), not a link: a crawler would follow one for each comment of each order.
  return markup`<button role=link form=open name=reply value=${comment.id} aria-expanded=${String(form === 'reply')}>Reply</button>`;
}

/** Buttons for readers, except on their own comments; counts for everyone else. The form is the page's (`#rate`). */
function rating(comment: CommentView, page: PageOfComments): Markup {
  const { id, mine, helpful, notHelpful } = comment;
  const sides = [
    { side: true, word: 'Helpful', count: helpful },
    { side: false, word: 'Not helpful', count: notHelpful },
  ];
  const counts = sides
    .flatMap(({ word, count }) => (count ? `${count} ${word.toLowerCase()}` : []))
    .join(' · ');
  const readOnly = (kind: string) => counts !== '' && markup`<span class="${kind}">${counts}</span>`;
  if (page.closed || mine?.own) return markup`${readOnly('')}`;
  const buttons = sides.map(({ side, word, count }) => {
    const pressed = mine?.helpful === side;
    return markup`<button form=rate name=rate value=${id}.${pressed ? 'none' : String(side)} aria-pressed=${String(pressed)}>${word} <b>${count || ''}</b></button>`;
  });
  const whose = comment.author ? `${comment.author.username}’s` : 'this';
  return markup`<span class="rating others-only" role=group aria-label="Rate ${whose} comment">${buttons}</span>${[
    readOnly('anonymous-only'),
    readOnly('own-only'),
    heldUntil(comment, page),
  ]}`;
}

function heldUntil({ mine }: CommentView, { now, timeZone }: PageOfComments): Markup | false {
  if (!mine?.countsAt || mine.helpful === null || Date.parse(mine.countsAt) <= now) return false;
  const zone = timeZone === 'UTC' && ' UTC';
  return markup`<span role=status>Counts from <time datetime=${mine.countsAt} data-clock>${clockTime(mine.countsAt, timeZone)}${zone}</time></span>`;
}
