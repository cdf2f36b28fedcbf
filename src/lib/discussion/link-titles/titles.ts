export interface LinkTitles {
  verdicts: { slug: string; title: string }[];
  /** `excerpt`: its first words. `author`: null of an erased account. */
  comments: { id: string; author: string | null; excerpt: string }[];
}

/** Of each kind in one request. */
export const MAX_TITLES = 50;
