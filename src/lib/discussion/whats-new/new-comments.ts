/** New comments are counted up to here and shown as "99+". */
export const COUNTED_NEW = 100;

/** Verdicts in one request for counts: more than a page of the list shows. */
export const MAX_VERDICTS = 100;

/** How far a reader has read a verdict. */
export interface ReadPosition {
  /** Every comment created up to this seq has been read. */
  seq: number;
  /** ISO 8601: when it moved last. */
  at: string;
  /** The section of the verdict that was read last. */
  section: string | null;
  /** The discussion has been on the reader's screen. */
  opened?: boolean;
  /** Comments of others created since, at most `COUNTED_NEW`: that many or more. */
  count: number;
}

export interface NewComment {
  id: string;
  /** The creation seqs of the comments above it and its own, 8 hex digits each: sorts a thread into reading order. */
  path: string;
}

export interface NewComments {
  /** In reading order. */
  items: NewComment[];
  /** These are all new comments created up to this seq. */
  upTo: number;
  /** There are newer ones. */
  more: boolean;
}

export interface NewCount {
  slug: string;
  count: number;
}

/** "99+" */
export const newNumber = (count: number): string =>
  count >= COUNTED_NEW ? `${COUNTED_NEW - 1}+` : String(count);

export const creationSeq = (path: string): number => parseInt(path.slice(-8), 16);
