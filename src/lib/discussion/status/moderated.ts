/** What moderators, or screening, made of a comment; `withdrawn` is its author's act and stands beside it. */
export const MODERATED = ['pending', 'visible', 'hidden', 'removed'] as const;
export type Moderated = (typeof MODERATED)[number];
