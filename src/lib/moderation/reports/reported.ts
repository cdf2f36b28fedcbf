/** What the report dialog is about: the comment of the link that was pressed. */
export interface Reported {
  comment: string;
  author: string;
  /** The page of the same form. */
  href: string;
}
