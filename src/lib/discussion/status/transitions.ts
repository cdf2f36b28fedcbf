import { MODERATED, type Moderated } from './moderated.ts';

/**
 * Who may move a comment from what to what: the one table. It stands here because authors move their comments too;
 * moderation, above, asks it for every decision.
 * What moderators made of a comment (`moderated`) and what its author did (`withdrawn`) are two axes, so no move of
 * one touches the other: a withdrawn comment stays withdrawn, a removed one can't be withdrawn away.
 */

export const MOVERS = ['reader', 'author', 'moderator', 'admin', 'automatic'] as const;
export type Mover = (typeof MOVERS)[number];

export interface CommentState {
  moderated: Moderated;
  withdrawn: boolean;
  /** The text is gone for good. */
  erased: boolean;
  /** The author has used the one edit that brings a hidden comment back. */
  editedBack: boolean;
}

const SCREENED: CommentState = { moderated: 'visible', withdrawn: false, erased: false, editedBack: false };
/** What screening can make of a new comment. */
export const BEGINNINGS: CommentState[] = [SCREENED, { ...SCREENED, moderated: 'pending' }];

interface Rule {
  by: readonly Mover[];
  from: readonly Moderated[];
  to: Moderated | 'same';
  /** May it still be done to what its author took back? It stays taken back. */
  withdrawn?: true;
  /** Can who decided it take it back within seconds? `pending` comes back as `hidden` where it was seen meanwhile. */
  undo?: true;
}

const STAFF = ['moderator', 'admin'] as const;

export const MOVES = {
  let_in: { by: STAFF, from: ['pending'], to: 'visible', undo: true },
  /** Closes a case; what the reports or a hold had hidden comes back. */
  keep: { by: STAFF, from: ['visible', 'hidden'], to: 'visible', withdrawn: true, undo: true },
  remove: { by: STAFF, from: ['pending', 'visible', 'hidden'], to: 'removed', undo: true },
  restore: { by: STAFF, from: ['removed'], to: 'visible', undo: true },
  hold: { by: STAFF, from: ['visible'], to: 'hidden', undo: true },
  overturn: { by: STAFF, from: ['hidden', 'removed'], to: 'visible' },
  /** The weight of its reports. */
  hide: { by: ['automatic'], from: ['visible'], to: 'hidden' },
  /** The author mends what reports had hidden: once, or hiding would be a game of two. */
  edit_back: { by: ['author'], from: ['hidden'], to: 'visible' },
  withdraw: { by: ['author'], from: ['pending', 'visible', 'hidden'], to: 'same' },
  erase: { by: ['admin'], from: MODERATED, to: 'removed', withdrawn: true },
} satisfies Record<string, Rule>;

export type Move = keyof typeof MOVES;

/** The state after the move, or null where this mover may not make it. */
export function moved(state: CommentState, move: Move, by: Mover): CommentState | null {
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

/** The state after `move`, made from `before`, is taken back at once; null where it can't be (any more). */
export function undone(state: CommentState, move: Move, before: Moderated): CommentState | null {
  const rule: Rule = MOVES[move];
  if (!rule.undo || state.erased) return null;
  if (state.moderated !== rule.to || !rule.from.includes(before)) return null;
  // It was in everybody's sight for a moment: nobody has to be told that it was never there.
  const seen = before === 'pending' && rule.to === 'visible';
  return { ...state, moderated: seen ? 'hidden' : before };
}

/** May it be done at all to a comment that readers see as `status`? For rules that know no more of it. */
export function isMovable(status: Moderated | 'withdrawn', move: Move): boolean {
  const { from, withdrawn }: Rule = MOVES[move];
  return status === 'withdrawn' ? withdrawn === true : from.includes(status);
}
