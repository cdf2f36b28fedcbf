import { randomUUID } from 'node:crypto';
import { seesReporting } from '#lib/actor.ts';
import { repliesMarkup } from '#lib/authorship/author-replies.server.ts';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import {
  commentForm,
  editForm,
  threadQuery,
  ratingForm,
  shownAnchor,
  withdrawForm,
} from '#lib/discussion/posting/comment-form-input.ts';
import { findAround } from '#lib/discussion/around/find-around.server.ts';
import { PAGE_SIZE, usualSort } from '#lib/discussion/comment.ts';
import { editComment } from '#lib/discussion/posting/edit-comment.server.ts';
import { formNonce } from '#lib/discussion/posting/form-nonce.server.ts';
import { actionAddress, here, permalink } from '#lib/discussion/page/links.ts';
import { foldPage } from '#lib/discussion/blocked/fold-page.server.ts';
import { sortTabs } from '#lib/discussion/page/sort-tabs.ts';
import { ThreadData } from '#lib/discussion/page/thread-data.ts';
import { orderOf, threadAround, threadPage } from '#lib/discussion/reading/list-comments.server.ts';
import { postComment } from '#lib/discussion/posting/post-comment.server.ts';
import { rateComment } from '#lib/discussion/ratings/rate-comment.server.ts';
import { withdrawComment } from '#lib/discussion/posting/withdraw-comment.server.ts';
import { standsAbove } from '#lib/discussion/where-it-stands/find-stands.server.ts';
import { findNews } from '#lib/discussion/whats-new/find-news.server.ts';
import { markRead } from '#lib/discussion/whats-new/mark-read.server.ts';
import { readForm } from '#lib/discussion/whats-new/whats-new-input.ts';
import { doneOf, takeCode } from '#lib/http/forms/done-notice.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { Refusal } from '#lib/refusal.ts';
import { REFUSALS } from '#lib/refusals.ts';
import { longDate } from '#lib/ui/relative-time.ts';
import { headlineFirst, smallerCampOf } from '#lib/verdicts/headline.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import { findVerdict, findVerdictHead, retractedViewOf } from '#lib/verdicts/find-verdict.server.ts';
import { Article } from '#lib/verdicts/page/article.ts';
import { paperOf } from '#lib/verdicts/page/paper.ts';
import { sourceLine } from '#lib/verdicts/page/source-line.ts';
import { typographicVerdict } from '#lib/verdicts/page/typographic-verdict.ts';
import { withOwnVotes, type RetractedView, type VerdictView } from '#lib/verdicts/verdict-view.ts';
import { belowVotes } from '#lib/votes/below-votes.ts';
import { peekForm } from '#lib/votes/blind/peek-form.ts';
import { blindFor, peek } from '#lib/votes/blind/peek.server.ts';
import { showsVotesOf } from '#lib/votes/blind/shows-votes.ts';
import { castVote, ownVotes } from '#lib/votes/cast-vote.server.ts';
import { CHANGED, leaveVoteOutcome, voteOutcomeOf } from '#lib/votes/vote-outcome.ts';
import { peekFormInput, voteForm } from '#lib/votes/vote-input.ts';
import { AROUND, articleOf, withoutText } from './article.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals, cookies, depends, isDataRequest }) => {
  const { slug } = pageParams(verdictParams, params);
  // Invalidated when the verdict is unpublished or retracted.
  depends('verdict:state');
  const { sort: requested, cursor, comment, votes: shown, ...open } = pageQuery(threadQuery, url);
  const page = { sort: requested, cursor, limit: PAGE_SIZE };
  try {
    // The verdict and its seq before the comments: a change in between arrives again live, which is harmless.
    const verdict = headlineFirst(await findShownVerdict(slug, locals));
    const context = requestContext(locals);
    const smallerCamp = smallerCampOf(verdict);
    const sort = orderOf(page, smallerCamp);
    const [votes, around, { comments, focus, missing }] = await Promise.all([
      ownVotes(verdict.id, locals.actor),
      findAround(verdict, AROUND),
      readThread({ ...verdict, smallerCamp }, comment, page, context),
    ]);
    const hidden = await blindFor(verdict, locals.actor);
    // Who opens the page with the votes has asked for them. It shows them even if that can't be noted.
    if (hidden && shown && locals.actor) await peek(slug, context).catch(() => {});
    const blind = shown ? undefined : hidden;
    const items = await foldPage(comments.items, locals.actor);
    const action = actionAddress('read', url.searchParams, 'discussion');
    const news = await findNews({ slug, sort, ...comments, action }, context);
    // Only above the beginning of the thread.
    const isStart = focus === null && cursor === undefined;
    const onPage = new Set(items.map(({ id }) => id));
    const has = (id: string) => onPage.has(id);
    const stands = isStart ? await standsAbove(slug, around.stands, locals.actor, has) : '';
    const replies = await repliesMarkup(slug, around.authorReplies, locals.actor, has);
    const done = takeCode(cookies);
    return {
      verdict: withoutText(withOwnVotes(verdict, votes)),
      /** Until when the votes are hidden. */
      blind,
      article: new Article(
        articleOf(verdict, around, replies),
        !isDataRequest,
        `${news?.bar ?? ''}${stands}`,
      ),
      done: doneOf(done),
      voted: voteOutcomeOf(done),
      remark: remarkOn(verdict),
      below: belowVotes(verdict.claims, blind ? peekForm(actionAddress('peek', url.searchParams)) : ''),
      paper: paperOf(verdict),
      source: sourceLine(verdict, paperOf(verdict)),
      comments: new ThreadData({ ...comments, items }, !isDataRequest),
      news,
      sort,
      tabs: sortTabs(slug, { sort, usual: usualSort(smallerCamp) }),
      open,
      focus,
      missing,
      barred: locals.actor !== null && !seesReporting(locals.actor),
      firstPage: cursor === undefined,
      /** For the plain form: submitting a page twice posts once. Empty on a page for everyone, see formNonce. */
      nonce: locals.actor ? randomUUID() : '',
    };
  } catch (fault) {
    const retracted = retractedViewOf(fault);
    if (retracted) await locals.identify();
    if (retracted) await showRetracted(retracted, { comment, page }, requestContext(locals));
    orErrorPage(fault);
  }
};

/** An unpublished verdict has no page for everyone, only one for admins. */
async function findShownVerdict(slug: string, locals: App.Locals): Promise<VerdictView> {
  const find = async () =>
    typographicVerdict(await findVerdict(slug, { actor: locals.actor, readers: readersOf(slug) }));
  try {
    return await find();
  } catch (fault) {
    const isHidden = fault instanceof Refusal && fault.code === 'verdict-not-found';
    if (!isHidden || !locals.isShared || !(await locals.identify())) throw fault;
    return find();
  }
}

/** A line below the title that links to the versions. Written here to keep it out of the page's JavaScript. */
function remarkOn({ version, edition, state }: VerdictView): string | null {
  if (state === 'unpublished') return 'This verdict is unpublished. Only admins see this page.';
  if (!edition) return null;
  const at = longDate(edition.at);
  return `Version ${version}, ${edition.note === null ? `imported ${at}` : `edited ${at}: ${edition.note}`}`;
}

/** Responds 410 with title, note and comments, which +error.svelte shows. */
async function showRetracted(
  verdict: RetractedView,
  { comment, page }: { comment: string | undefined; page: ThreadPageArguments[1] },
  context: ThreadPageArguments[2],
): Promise<never> {
  const head = await findVerdictHead(verdict.slug).catch(orErrorPage);
  const { comments } = await readThread(head, comment, page, context);
  const { status, message } = REFUSALS['verdict-retracted'];
  error(status, {
    message,
    code: 'verdict-retracted',
    retracted: { ...verdict, comments, mayReport: seesReporting(context.actor) },
  });
}

/** Plain forms, for browsers without JavaScript; each returns to its place on the page. */
export const actions: Actions = {
  comment: async (event) => {
    const refused = await answerForm(event, commentForm, async (input, context) => {
      const { slug } = pageParams(verdictParams, event.params);
      const nonce = input.nonce ?? formNonce(slug, input, context.now);
      const { comment } = await postComment(slug, { ...input, nonce }, context);
      redirect(
        303,
        comment.parentId ? permalink(comment.verdict, comment.id) : `/v/${comment.verdict}#c-${comment.id}`,
      );
    });
    const values = refused?.data.values;
    if (values?.['anchor']) values['anchor'] = shownAnchor(values['anchor']);
    return refused;
  },
  edit: (event) =>
    answerForm(event, editForm, async ({ comment, ...edit }, context) => {
      await editComment(comment, edit, context);
      goBack(event, `c-${comment}`);
    }),
  withdraw: (event) =>
    answerForm(event, withdrawForm, async ({ comment }, context) => {
      await withdrawComment(comment, context);
      goBack(event, `c-${comment}`);
    }),
  rate: (event) =>
    answerForm(event, ratingForm, async ({ rate: { comment, helpful } }, context) => {
      await rateComment(comment, helpful, context);
      goBack(event, `c-${comment}`);
    }),
  read: (event) =>
    answerForm(event, readForm, async (input, context) => {
      await markRead(pageParams(verdictParams, event.params).slug, { ...input, opened: true }, context);
      goBack(event, 'discussion');
    }),
  // Without an account, only this page shows them.
  peek: (event) =>
    answerForm(event, peekFormInput, async (_input, context) => {
      if (context.actor) await peek(pageParams(verdictParams, event.params).slug, context);
      const query = here(event.url.searchParams, { votes: 'shown' }, 'classification');
      redirect(303, `${event.url.pathname}${query}`);
    }),
  vote: (event) =>
    answerForm(event, voteForm, async ({ claim, stance, peeked }, context) => {
      const back = voteAddress(event, claim);
      // 307: the browser sends the form there again, and that page keeps it until the reader has signed in.
      if (!context.actor) redirect(307, `/sign-in?draft&to=${encodeURIComponent(back)}`);
      if (peeked) await peek(peeked, context);
      const { isChange } = await castVote(claim, stance, context, { onPage: true });
      if (isChange) leaveVoteOutcome(event.cookies, claim, CHANGED);
      redirect(303, back);
    }),
};

type ThreadPageArguments = Parameters<typeof threadPage>;

/** A page of the thread, or the thread around `comment`; `missing`: its id, if it isn't a comment on this verdict. */
async function readThread(
  verdict: ThreadPageArguments[0],
  comment: string | undefined,
  page: ThreadPageArguments[1],
  context: ThreadPageArguments[2],
) {
  try {
    if (comment)
      return {
        comments: await threadAround(verdict, { id: comment, cursor: page.cursor }, context),
        focus: comment,
        missing: null,
      };
  } catch (fault) {
    if (!(fault instanceof Refusal) || fault.code !== 'comment-not-found') throw fault;
  }
  return { comments: await threadPage(verdict, page, context), focus: null, missing: comment ?? null };
}

/** Where a vote was cast. The form is the same on a page that shows the votes, so that the sending page tells. */
function voteAddress({ url, request }: RequestEvent, claim: string): string {
  const isShown = showsVotesOf(request.headers.get('referer')) !== null;
  return `${url.pathname}${here(url.searchParams, isShown ? { votes: 'shown' } : {}, `claim-${claim}`)}`;
}

function goBack({ url }: Pick<RequestEvent, 'url'>, fragment: string): never {
  redirect(303, `${url.pathname}${here(url.searchParams, {}, fragment)}`);
}
