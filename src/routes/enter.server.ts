import { redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import type { AccountView } from '#lib/accounts/account-view.ts';
import { enterQuery, type signInFormInput } from '#lib/accounts/account-input.ts';
import { commentDraftOf } from '#lib/accounts/sign-in/comment-draft.ts';
import { pendingVoteOf, type PendingVote } from '#lib/accounts/sign-in/pending-vote.ts';
import { returnAddress } from '#lib/accounts/sign-in/return-address.ts';
import { openSession } from '#lib/accounts/session.server.ts';
import { answerForm } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { peek } from '#lib/votes/blind/peek.server.ts';
import { showsVotesOf } from '#lib/votes/blind/shows-votes.ts';
import { castVote } from '#lib/votes/cast-vote.server.ts';
import { leaveVoteOutcome } from '#lib/votes/vote-outcome.ts';

/**
 * The form action of sign-in and sign-up; `admit` returns the account. With `?draft` it only passes a comment's draft or a
 * vote to the page, which keeps it until the reader signs in.
 */
export async function enter<S extends typeof signInFormInput>(
  event: RequestEvent,
  schema: S,
  admit: (input: z.output<S>) => Promise<AccountView>,
) {
  const { draft: verdict, to } = pageQuery(enterQuery, event.url);
  if (verdict !== undefined)
    return answerForm(
      event,
      carriedForm,
      async (fields) => {
        const vote = pendingVoteOf(fields);
        return vote ? { vote } : { draft: commentDraftOf(fields, verdict || undefined) };
      },
      { anyAccount: true },
    );
  const open = async (input: z.output<S>) => {
    const actor = await admit(input);
    const { id, username } = actor;
    await openSession(event.cookies, id, event.request.headers.get('user-agent'));
    // This account can only be restored, there.
    if (actor.erasedAt) redirect(303, '/settings');
    event.locals.actor = actor;
    const draft = commentDraftOf(input);
    if (draft) return { draft, username };
    const vote = pendingVoteOf(input);
    if (vote) await castPending(vote, to, event);
    redirect(303, returnAddress(to));
  };
  return answerForm(event, schema, open, { anyAccount: true });
}

/** The page that follows says at the claim what became of the vote. */
async function castPending(
  { claim, stance, peeked }: PendingVote,
  to: string | undefined,
  { cookies, locals }: RequestEvent,
): Promise<void> {
  const context = requestContext(locals);
  // They saw the votes before they signed in.
  const seen = peeked ?? showsVotesOf(to);
  try {
    if (seen) await peek(seen, context);
    await castVote(claim, stance, context, { onPage: true });
    leaveVoteOutcome(cookies, claim);
  } catch (fault) {
    const refusal = refusalOf(fault);
    if (!refusal) throw fault;
    leaveVoteOutcome(cookies, claim, refusal.code);
  }
}

/** The composer's fields, under its own names or as carried; `commentDraftOf` takes what it knows. */
const carriedForm = z.record(z.string(), z.string());
