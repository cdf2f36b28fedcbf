import { redirect } from '@sveltejs/kit';
import { takeCode } from '#lib/http/forms/done-notice.ts';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { findVerdict } from '#lib/verdicts/find-verdict.server.ts';
import { typographicVerdict } from '#lib/verdicts/page/typographic-verdict.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import { withOwnVotes } from '#lib/verdicts/verdict-view.ts';
import { castVote, ownVotes } from '#lib/votes/cast-vote.server.ts';
import { passQuery } from '#lib/votes/stepping/pass-input.ts';
import { keysOf, passAddress, stepsOf, stepView } from '#lib/votes/stepping/pass.ts';
import { voteForm } from '#lib/votes/vote-input.ts';
import { CHANGED, leaveVoteOutcome, voteOutcomeOf } from '#lib/votes/vote-outcome.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals, cookies }) => {
  const { slug } = pageParams(verdictParams, params);
  const { pass, at } = pageQuery(passQuery, url);
  const found = await findVerdict(slug, { actor: locals.actor }).catch(orErrorPage);
  const verdict = withOwnVotes(typographicVerdict(found), await ownVotes(found.id, locals.actor));
  const assumptions = verdict.claims.filter(({ kind }) => kind === 'assumption');
  const { steps, others } = stepsOf(assumptions, pass);
  const place = { keys: keysOf(steps), at: Math.min(at, steps.length + 1) };
  // So that the way back leads to the same questions: without an order, the first would be another after a vote.
  if (pass.length === 0 && steps.length > 0) redirect(303, passAddress(slug, place));
  return {
    slug,
    title: verdict.title,
    steps: steps.map(stepView),
    others: others.map(stepView),
    pass: place,
    outcome: voteOutcomeOf(takeCode(cookies)),
  };
};

export const actions: Actions = {
  vote: (event) =>
    answerForm(event, voteForm, async ({ claim, stance }, context) => {
      const { slug } = pageParams(verdictParams, event.params);
      const { pass: keys, at } = pageQuery(passQuery, event.url);
      const next = passAddress(slug, { keys, at: at + 1 });
      // 307: the browser sends the form there again, and that page keeps the vote until the reader has signed in.
      if (!context.actor) redirect(307, `/sign-in?draft&to=${encodeURIComponent(next)}`);
      // The pass shows the votes on an assumption only after one's own.
      const { isChange } = await castVote(claim, stance, context, { onPage: true });
      if (isChange) leaveVoteOutcome(event.cookies, claim, CHANGED);
      redirect(303, next);
    }),
};
