/** What an admin may set while the site runs. Each has its default here; the table holds only what differs. */

export interface SiteSettings {
  /** Hold the first comment of a new account. Off: a young site has nobody to let it in. */
  firstCommentHeld: boolean;
  /** Comments in 24 hours for an account of trust level 0. */
  newcomerComments: number;
  /** A visible comment is hidden until a moderator decides when its reports weigh this much. */
  hideWeight: number;
}

export const DEFAULT_SETTINGS: SiteSettings = {
  firstCommentHeld: false,
  newcomerComments: 5,
  // Three trusted readers (3 each) reach it, two of them with a newcomer don't; nor do four newcomers' friends.
  hideWeight: 8.3,
};
