export const AUTHORSHIP_STATES = ['pending', 'confirmed', 'approved', 'rejected', 'revoked'] as const;
export type AuthorshipState = (typeof AUTHORSHIP_STATES)[number];

/** For the link that confirms an address: it is for someone who waits for it. */
export const LINK_HOURS = 24;
/** For an admin to check the address, and for the claimant to read why it wasn't approved. */
export const CLAIM_KEPT_DAYS = 90;

/** Characters. */
export const NOTE_MAX = 1000;
