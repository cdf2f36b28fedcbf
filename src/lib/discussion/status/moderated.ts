/** The status that moderators or screening gave a comment. Whether its author withdrew it is stored separately. */
export const MODERATED = ['pending', 'visible', 'hidden', 'removed'] as const;
export type Moderated = (typeof MODERATED)[number];
