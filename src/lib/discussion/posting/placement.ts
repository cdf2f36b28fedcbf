import { MAX_DEPTH } from '#lib/discussion/comment.ts';

export interface Target {
  id: string;
  parentId: string | null;
  rootId: string | null;
  depth: number;
}

export interface Place {
  parentId: string | null;
  rootId: string | null;
  depth: number;
  /** The target of the reply, if it isn't the parent. */
  answersId: string | null;
}

const TOP: Place = { parentId: null, rootId: null, depth: 0, answersId: null };

/** A reply goes below its target; at MAX_DEPTH beside it, naming the target. */
export function placeBelow(target: Target | null): Place {
  if (!target) return TOP;
  const rootId = target.rootId ?? target.id;
  if (target.depth < MAX_DEPTH)
    return { parentId: target.id, rootId, depth: target.depth + 1, answersId: null };
  return { parentId: target.parentId, rootId, depth: MAX_DEPTH, answersId: target.id };
}
