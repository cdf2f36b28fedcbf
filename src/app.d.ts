import type { Actor, PendingErasure, Program } from '#lib/actor.ts';
import type { CommentPage } from '#lib/discussion/reading/comment-page.ts';
import type { Refusal } from '#lib/refusal.ts';
import type { RetractedView } from '#lib/verdicts/verdict-view.ts';
import type { Logger } from 'pino';

declare global {
  namespace App {
    interface Locals {
      /** The signed-in reader, from the session cookie. Null on shared pages. */
      actor: Actor | null;
      /** The page is the same for everyone, so the session isn't read. */
      isShared: boolean;
      /** Reads the session of a shared page's request after all: from now on the page is for its reader, if there is one. */
      identify: () => Promise<Actor | null>;
      /** Who is signed in to an account that is being deleted; `actor` is null then. */
      pendingErasure: PendingErasure | null;
      /** The program with this Bearer token; API only. */
      program: Program | null;
      sessionId: string | null;
      requestId: string;
      log: Logger;
      /** The page is the response to a form that was refused. */
      isRefused?: true;
      /** Set if the session could not be read: nothing may be shown or done for a reader. */
      outage?: Refusal;
    }
    interface PageData {
      /** From the root layout: why this reader can't comment or vote now; empty if they can. */
      closed?: string[];
      /** From a page that a form leads to: its success notices. */
      done?: string[];
    }
    interface Error {
      message: string;
      code?: string;
      /** Of the log entry with the cause. */
      id?: string;
      /** With 410: what is shown of a retracted verdict. */
      retracted?: RetractedView & { comments: CommentPage; mayReport: boolean };
    }
  }
}

export {};
