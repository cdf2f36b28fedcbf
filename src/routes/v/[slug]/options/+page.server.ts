import { redirect } from '@sveltejs/kit';
import { replyForm } from '#lib/authorship/authorship-input.ts';
import { findOptionsWithReply, markReply } from '#lib/authorship/mark-reply.server.ts';
import { challengeComment } from '#lib/challenges/challenge-comment.server.ts';
import { challengeInput } from '#lib/challenges/challenge-input.ts';
import { creditComment } from '#lib/discussion/credits/credit-comment.server.ts';
import { creditForm } from '#lib/discussion/credits/credit-input.ts';
import { bookmarkForm, optionsPageQuery, optionsQuery } from '#lib/discussion/options/bookmark-input.ts';
import { optionsAddress } from '#lib/discussion/options/comment-options.ts';
import { setBookmark } from '#lib/discussion/options/set-bookmark.server.ts';
import { blockPerson } from '#lib/follows/block-person.server.ts';
import { blockForm, followForm, unblockForm } from '#lib/follows/follow-input.ts';
import { setFollow } from '#lib/follows/set-follow.server.ts';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { checked, pageQuery } from '#lib/http/input/input.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import type { Actions, PageServerLoad } from './$types';

/** Names the person in a field. */
const blockPersonForm = blockForm.extend(unblockForm.shape);

export const load: PageServerLoad = async ({ params, url, locals }) => {
  const { slug } = pageParams(verdictParams, params);
  const { comment } = pageQuery(optionsPageQuery, url);
  // A header takes ASCII only.
  if (!comment) redirect(303, `/v/${encodeURIComponent(slug)}`);
  if (!locals.actor) redirect(303, `/sign-in?to=${encodeURIComponent(optionsAddress(slug, comment))}`);
  return findOptionsWithReply(slug, comment, requestContext(locals)).catch(orErrorPage);
};

export const actions: Actions = {
  bookmark: (event) =>
    answerForm(event, bookmarkForm, async ({ bookmarked }, context) => {
      const { comment } = checked(optionsQuery, pageQuery(optionsPageQuery, event.url));
      await setBookmark(comment, bookmarked, context);
      return { done: bookmarked ? 'Bookmarked.' : 'The bookmark is removed.' };
    }),
  challenge: (event) =>
    answerForm(event, challengeInput, async ({ source }, context) => {
      const { comment } = checked(optionsQuery, pageQuery(optionsPageQuery, event.url));
      await challengeComment(comment, source, context);
      return { done: 'Everyone can see your source at the comment now.' };
    }),
  credit: (event) =>
    answerForm(event, creditForm, async ({ credited }, context) => {
      const { comment } = checked(optionsQuery, pageQuery(optionsPageQuery, event.url));
      await creditComment(comment, { credited }, context);
      return { done: credited ? 'It counts as having changed your mind.' : 'It no longer counts.' };
    }),
  reply: (event) =>
    answerForm(event, replyForm, async ({ marked }, context) => {
      const { comment } = checked(optionsQuery, pageQuery(optionsPageQuery, event.url));
      await markReply(comment, marked, context);
      return { done: marked ? 'It is the author’s reply now.' : 'The mark is removed.' };
    }),
  follow: (event) =>
    answerForm(event, followForm, async (input, { actor }) => {
      await setFollow(input, actor);
      return { done: 'Saved.' };
    }),
  block: (event) =>
    answerForm(event, blockPersonForm, async (input, { actor }) => {
      await blockPerson(input, actor);
      return {
        done: input.blocked ? `You block ${input.target} now.` : `You no longer block ${input.target}.`,
      };
    }),
};
