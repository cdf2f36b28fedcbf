/** What a comment's dialog is about: the comment whose button was pressed. */
export interface PressedComment {
  comment: string;
  author: string;
  /** The page of the same form. */
  href: string;
}
