import type { Restriction } from '#lib/standing/restriction.ts';
import type { TrustLevel } from '#lib/standing/trust.ts';
import type { RefusalCode } from '#lib/refusal.ts';
import type { Word } from '#lib/words/match.ts';

/** What a text is screened by before anybody sees it. Gathered once, so that each phase is pure. */
export interface ScreeningInput {
  /** The text that readers see, with the addresses of its links: see `readableTexts`. */
  texts: string[];
  /** Links in it, as a reader would meet them. */
  links: number;
  /** A new text for a comment that stands, not a new comment. */
  edits: boolean;
  level: TrustLevel;
  restrictions: Restriction[];
  /** The thread, or a branch that this would stand in, takes no new comments. */
  locked: boolean;
  /** Its author posted the same text within the last ten minutes. */
  repeats: boolean;
  /** When an account of level 0 may write again; null where its day isn't full, or counts aren't kept. */
  dayFullUntil: Date | null;
  words: Word[];
  firstCommentHeld: boolean;
  /** The author's comments that stand now. */
  stood: number;
  now: Date;
}

/** Why a text is held or reported; the notice and the case say it. */
export type ScreeningReason = 'word' | 'first_comment';

export type ScreeningResult =
  | { act: 'refuse'; code: RefusalCode; message?: string; field?: string; retryAfter?: number }
  | { act: 'hold'; reason: ScreeningReason }
  | { act: 'report'; note: string };

/** How an accepted text is written; null: visible, without a report. */
export type Accepted = Exclude<ScreeningResult, { act: 'refuse' }> | null;

/** Decides, or leaves it to the next phase. */
export type Phase = (screened: ScreeningInput) => ScreeningResult | null;

/** The first phase that decides has decided; where none does, the comment is visible. */
export function runPhases(phases: Phase[], screened: ScreeningInput): ScreeningResult | null {
  for (const phase of phases) {
    const screening = phase(screened);
    if (screening) return screening;
  }
  return null;
}
