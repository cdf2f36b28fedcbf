import { requireSignedIn, type Actor } from '#lib/actor.ts';
import { permalink } from '#lib/discussion/page/links.ts';
import { excerptOf } from '#lib/excerpt.ts';
import { DECISION_REASON_LABELS, REASON_LABELS, type ReportReason } from '#lib/moderation/reports/reason.ts';
import { typographic } from '#lib/typographic.ts';
import { thingCursor } from './my-things-input.ts';
import { PAGE, readThings, type ThingRow } from './my-things.store.server.ts';
import {
  REPORT_STATES,
  stateOfComment,
  stateOfOwn,
  type MyThing,
  type MyThings,
  type PagedKind,
} from './my-things.ts';

/** Characters. */
const EXCERPT_MAX = 200;

/**
 * What the actor has done, the latest first. @throws Refusal `sign-in-first`, `invalid-input` (cursor)
 */
export async function listMyThings(
  kind: PagedKind,
  cursor: string | undefined,
  actor: Actor | null,
): Promise<MyThings> {
  const { id } = requireSignedIn(actor);
  const before = thingCursor.read(cursor);
  const { rows, next } = thingCursor.page(await readThings(kind, { userId: id, before }), PAGE);
  return { items: rows.map((row) => thingView(kind, row)), next };
}

/** Lists fields explicitly, so that a new column doesn't leak. */
function thingView(kind: PagedKind, row: ThingRow): MyThing {
  const { id, at, slug, title, unseen, text } = row;
  const shownText = kind === 'votes' ? typographic(text ?? '') : excerptOf(text ?? '', EXCERPT_MAX);
  return {
    id,
    at: at.toISOString(),
    did: DID[kind](row),
    verdict: unseen ? null : { slug, title: typographic(title) },
    href: unseen ? null : placeOf(kind, row),
    text: shownText === '' ? null : shownText,
    state: unseen ? ['This verdict isn’t public now.'] : STATE[kind](row),
  };
}

function placeOf(kind: PagedKind, { slug, id, commentId, status, retired }: ThingRow): string | null {
  if (kind === 'votes') return retired ? null : `/v/${slug}#claim-${id}`;
  return commentId === null || status === 'withdrawn' ? null : permalink(slug, commentId);
}

const by = ({ author }: ThingRow) => (author === null ? 'a comment' : `${author}’s comment`);

const DID: Record<PagedKind, (row: ThingRow) => string> = {
  comments: () => 'You wrote',
  votes: ({ did }) => (did === 'agree' ? 'You agreed' : 'You disagreed'),
  ratings: (row) => `You found ${by(row)} ${row.did === 'true' ? 'helpful' : 'not helpful'}`,
  bookmarks: (row) => `You bookmarked ${by(row)}`,
  reports: (row) => `You reported ${by(row)}: ${REASON_LABELS[row.reason as ReportReason]}`,
};

const STATE: Record<PagedKind, (row: ThingRow) => string[]> = {
  comments: ({ status, reason }) => stateOfOwn(status!, labelOf(reason)),
  votes: ({ retired }) => (retired ? ['This claim isn’t in the current version of the verdict.'] : []),
  ratings: ({ status }) => stateOfComment(status!),
  bookmarks: ({ status }) => stateOfComment(status!),
  reports: ({ did, status }) => [REPORT_STATES[did!]!, ...stateOfComment(status!)],
};

const labelOf = (reason: string | null) =>
  reason === null ? null : ((DECISION_REASON_LABELS as Partial<Record<string, string>>)[reason] ?? null);
