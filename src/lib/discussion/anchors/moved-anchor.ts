import type { StoredAnchor } from '#lib/passages/anchor.ts';

/** A passage that was sought in a new version of its verdict. */
export interface MovedAnchor {
  id: string;
  before: StoredAnchor;
  anchor: StoredAnchor;
  /** Readers see no difference. */
  same: boolean;
}
