import type { CommentView } from '#lib/live/events.ts';
import type { CommentPage } from '#lib/discussion/reading/comment-page.ts';
import { commentsInPage, type CommentInPage } from './comments-in-page.ts';

export type EncodedThread =
  { page: CommentPage } | { comments: EncodedComment[]; rest: Omit<CommentPage, 'items'> };

/** `rest`: what differs from a plain visible comment. */
type EncodedComment = [id: string, numbers: number[], rest?: Partial<CommentView>];

const NUMBERS = ['depth', 'version', 'seq', 'born', 'replies', 'helpful', 'notHelpful', 'counted'] as const;

/** Sent only where there is one. */
const RARE = [
  'anchor',
  'challenge',
  'editedAt',
  'answers',
  'commonGround',
  'authorReply',
  'locked',
  'heat',
  'changedMinds',
  'mine',
] as const;

/**
 * A page of comments on its way from the server to the browser. A loaded page contains each text once, as markup: the
 * browser reads the comments back from there, and is sent only what the markup lacks. When the browser navigates to the
 * page, it is sent the comments as they are.
 */
export class ThreadData {
  readonly page: CommentPage;
  readonly isInMarkup: boolean;

  constructor(page: CommentPage, isInMarkup: boolean) {
    this.page = page;
    this.isInMarkup = isInMarkup;
  }
}

export function encodeThread({ page, isInMarkup }: ThreadData): EncodedThread {
  if (!isInMarkup) return { page };
  const { items, ...rest } = page;
  const ids = new Set(items.map(({ id }) => id));
  return { comments: items.map((comment) => encodeComment(comment, ids)), rest };
}

export function decodeThread(encoded: EncodedThread): ThreadData {
  if ('page' in encoded) return new ThreadData(encoded.page, false);
  const { comments, rest } = encoded;
  const inPage = new Map(commentsInPage().map((comment) => [comment.id, comment]));
  const items = comments.flatMap((comment) => decodeComment(comment, inPage.get(comment[0])) ?? []);
  // Something has changed the page's elements: from seq 0, the next resync fetches every comment.
  const seq = items.length < comments.length ? 0 : rest.seq;
  return new ThreadData({ ...rest, items, seq }, true);
}

function encodeComment(comment: CommentView, onPage: Set<string>): EncodedComment {
  const { id, parentId, status, mine, body } = comment;
  const rest: Partial<CommentView> = {
    ...(parentId !== null && !onPage.has(parentId) && { parentId }),
    ...(status !== 'visible' && { status }),
    ...Object.fromEntries(RARE.filter((name) => comment[name]).map((name) => [name, comment[name]])),
    // To be edited.
    ...(mine?.own && { body }),
  };
  const numbers = NUMBERS.map((name) => comment[name]);
  return [id, numbers, ...(Object.keys(rest).length > 0 ? [rest] : [])] as EncodedComment;
}

function decodeComment(
  [, numbers, rest]: EncodedComment,
  inPage: CommentInPage | undefined,
): CommentView | null {
  if (!inPage) return null;
  const counts = Object.fromEntries(NUMBERS.map((name, i) => [name, numbers[i]!]));
  return { ...PLAIN, ...inPage, ...(counts as Record<(typeof NUMBERS)[number], number>), ...rest };
}

const PLAIN = { answers: null, body: null, status: 'visible', anchor: null, editedAt: null } as const;
