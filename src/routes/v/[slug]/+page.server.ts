import { randomUUID } from 'node:crypto';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import {
  commentForm,
  editForm,
  pageQuery,
  ratingForm,
  withdrawForm,
} from '#lib/discussion/comment-form-input.ts';
import { PAGE_SIZE } from '#lib/discussion/comment.ts';
import { editComment } from '#lib/discussion/edit-comment.server.ts';
import { here, permalink } from '#lib/discussion/links.ts';
import { threadAround, threadPage } from '#lib/discussion/list-comments.server.ts';
import { postComment } from '#lib/discussion/post-comment.server.ts';
import { rateComment } from '#lib/discussion/rate-comment.server.ts';
import { withdrawComment } from '#lib/discussion/withdraw-comment.server.ts';
import { answerForm, orErrorPage } from '#lib/form.server.ts';
import { checked } from '#lib/input.server.ts';
import { readersOf } from '#lib/live/presence.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { withStances } from '#lib/verdicts/verdict-view.ts';
import { castVote, stancesOf } from '#lib/votes/cast-vote.server.ts';
import { voteForm } from '#lib/votes/vote-input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { slug } = params;
  const asking = askingOf({ locals });
  try {
    const { sort, cursor, comment, ...open } = checked(pageQuery, Object.fromEntries(url.searchParams));
    // The verdict and its seq before the comments: what changes in between comes once more over the wire, changing nothing.
    const verdict = await findVerdict(slug, { readersOf });
    const [stances, comments] = await Promise.all([
      stancesOf(verdict.id, locals.actor),
      comment
        ? threadAround(verdict, comment, asking)
        : threadPage(verdict, { sort, cursor, limit: PAGE_SIZE }, asking),
    ]);
    return {
      verdict: withStances(verdict, stances),
      comments,
      sort,
      open,
      focus: comment ?? null,
      firstPage: cursor === undefined,
      /** For the plain form: a page that is sent twice posts once. */
      nonce: randomUUID(),
    };
  } catch (refusal) {
    orErrorPage(refusal);
  }
};

/** Plain forms, for browsers without JavaScript; each comes back to where it was pressed. */
export const actions: Actions = {
  comment: (event) =>
    answerForm(event, commentForm, async (input) => {
      const { comment } = await postComment(event.params.slug, input, askingOf(event));
      redirect(
        303,
        comment.parentId ? permalink(comment.verdict, comment.id) : `/v/${comment.verdict}#c-${comment.id}`,
      );
    }),
  edit: (event) =>
    answerForm(event, editForm, async ({ comment, ...edit }) => {
      await editComment(comment, edit, askingOf(event));
      goBack(event, `c-${comment}`);
    }),
  withdraw: (event) =>
    answerForm(event, withdrawForm, async ({ comment }) => {
      await withdrawComment(comment, askingOf(event));
      goBack(event, `c-${comment}`);
    }),
  rate: (event) =>
    answerForm(event, ratingForm, async ({ comment, helpful }) => {
      await rateComment(comment, helpful, askingOf(event));
      goBack(event, `c-${comment}`);
    }),
  vote: (event) =>
    answerForm(event, voteForm, async ({ claim, stance }) => {
      await castVote(claim, stance, event.locals.actor);
      goBack(event, `claim-${claim}`);
    }),
};

function askingOf({ locals }: Pick<RequestEvent, 'locals'>) {
  return { actor: locals.actor, now: new Date() };
}

function goBack({ url }: Pick<RequestEvent, 'url'>, fragment: string): never {
  redirect(303, `${url.pathname}${here(url.searchParams, {}, fragment)}`);
}
