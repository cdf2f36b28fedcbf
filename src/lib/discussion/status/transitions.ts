import { MODERATED, type Moderated } from './moderated.ts';

/**
 * Who may move a comment from which status to which. Not in moderation, because authors move their comments too.
 * The moderators' status (`moderated`) and the author's act (`withdrawn`) are independent: a withdrawn comment stays
 * withdrawn, and a removed one can't be withdrawn.
 */

export const MOVERS = ['reader', 'author', 'moderator', 'admin', 'automatic'] as const;
export type Mover = (typeof MOVERS)[number];

export interface CommentState {
  moderated: Moderated;
  withdrawn: boolean;
  erased: boolean;
  /** The author has used the one edit that restores a hidden comment. */
  editedBack: boolean;
}

const SCREENED: CommentState = { moderated: 'visible', withdrawn: false, erased: false, editedBack: false };
export const INITIAL_STATES: CommentState[] = [SCREENED, { ...SCREENED, moderated: 'pending' }];

interface Rule {
  by: readonly Mover[];
  from: readonly Moderated[];
  to: Moderated | 'same';
  /** Also possible on a withdrawn comment, which stays withdrawn. */
  withdrawn?: true;
  /** The moderator can undo it within seconds. A comment that was pending becomes `hidden` if readers saw it. */
  undo?: true;
}

const STAFF = ['moderator', 'admin'] as const;

export const MOVES = {
  let_in: { by: STAFF, from: ['pending'], to: 'visible', undo: true },
  /** Closes the case and restores a comment that reports or a hold had hidden. */
  keep: { by: STAFF, from: ['visible', 'hidden'], to: 'visible', withdrawn: true, undo: true },
  remove: { by: STAFF, from: ['pending', 'visible', 'hidden'], to: 'removed', undo: true },
  restore: { by: STAFF, from: ['removed'], to: 'visible', undo: true },
  hold: { by: STAFF, from: ['visible'], to: 'hidden', undo: true },
  overturn: { by: STAFF, from: ['hidden', 'removed'], to: 'visible' },
  hide: { by: ['automatic'], from: ['visible'], to: 'hidden' },
  /** Once per comment, or author and reporters could repeat it without end. */
  edit_back: { by: ['author'], from: ['hidden'], to: 'visible' },
  withdraw: { by: ['author'], from: ['pending', 'visible', 'hidden'], to: 'same' },
  erase: { by: ['admin'], from: MODERATED, to: 'removed', withdrawn: true },
} satisfies Record<string, Rule>;

export type Move = keyof typeof MOVES;

/** Null if this mover can't make the move. */
export function stateAfter(state: CommentState, move: Move, by: Mover): CommentState | null {
  const rule: Rule = MOVES[move];
  if (!rule.by.includes(by) || !rule.from.includes(state.moderated)) return null;
  if (state.withdrawn && !rule.withdrawn) return null;
  if (state.erased && move !== 'erase') return null;
  if (move === 'edit_back' && state.editedBack) return null;
  const moderated = rule.to === 'same' ? state.moderated : rule.to;
  return {
    moderated,
    withdrawn: state.withdrawn || move === 'withdraw',
    erased: state.erased || move === 'erase',
    editedBack: state.editedBack || move === 'edit_back',
  };
}

/** Null if the move can't be undone. */
export function stateAfterUndo(state: CommentState, move: Move, before: Moderated): CommentState | null {
  const rule: Rule = MOVES[move];
  if (!rule.undo || state.erased) return null;
  if (state.moderated !== rule.to || !rule.from.includes(before)) return null;
  // Readers saw it for a moment, so it can't become pending again.
  const seen = before === 'pending' && rule.to === 'visible';
  return { ...state, moderated: seen ? 'hidden' : before };
}

export function isMovable(status: Moderated | 'withdrawn', move: Move): boolean {
  const { from, withdrawn }: Rule = MOVES[move];
  return status === 'withdrawn' ? withdrawn === true : from.includes(status);
}
