/** Characters: two lines on a phone's profile card. */
export const MAX_BIO = 160;
