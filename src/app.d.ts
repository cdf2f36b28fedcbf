import type { Actor, PendingErasure, Program } from '#lib/actor.ts';
import type { CommentPage } from '#lib/discussion/reading/comment-page.ts';
import type { Refusal } from '#lib/refusal.ts';
import type { RetractedView } from '#lib/verdicts/verdict-view.ts';
import type { Logger } from 'pino';

declare global {
  namespace App {
    interface Locals {
      /** Who is signed in, read once for each request from the session cookie. */
      actor: Actor | null;
      /** Who is signed in to an account that is being deleted; `actor` is null then. */
      pendingErasure: PendingErasure | null;
      /** The program behind a Bearer token; API only. */
      program: Program | null;
      sessionId: string | null;
      requestId: string;
      log: Logger;
      /** Set where the database could not be asked who this is: nothing may be shown or done in anybody's name. */
      outage?: Refusal;
    }
    interface PageData {
      /** From the root layout: why this reader can't comment or vote now; empty: they can. */
      closed?: string[];
      /** From a page that a form leads to: what the form has done. */
      done?: string[];
    }
    interface Error {
      message: string;
      code?: string;
      /** Stands in the log beside the cause. */
      id?: string;
      /** With 410: what is left of a retracted verdict. */
      retracted?: RetractedView & { comments: CommentPage };
    }
  }
}

export {};
