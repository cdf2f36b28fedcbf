import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { Refusal } from '#lib/refusal.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import { countComments, loosen, tighten, type Standing } from './change.store.server.ts';
import type { Moderated } from '#lib/discussion/status/moderated.ts';

/**
 * What moderation changes in a thread. Everything here runs within `lockThread`, so nobody else writes in this thread
 * meanwhile; the lock order stays: the verdict's row, comments, then whatever moderation has of its own.
 */

export interface ThreadComment {
  id: string;
  verdictId: string;
  authorId: string;
  path: string;
  version: number;
  moderated: Moderated;
  withdrawn: boolean;
  erased: boolean;
  editedBack: boolean;
  /** False where it has waited ever since it was written: nobody saw it, so it has no seq and no place in the order. */
  placed: boolean;
  lockedAt: Date | null;
}

const FACTS = Prisma.sql`id, verdict_id AS "verdictId", author_id AS "authorId", path, version,
  moderated_status::text AS moderated, withdrawn_at IS NOT NULL AS withdrawn, erased_at IS NOT NULL AS erased,
  edited_back AS "editedBack", seq > 0 AS placed, locked_at AS "lockedAt"`;

export interface Locked {
  tx: Tx;
  /** Of the verdict. */
  state: VerdictState;
  /** The seq of this change, taken at the first call: a decision that changes nothing in the thread takes none. */
  seq: () => Promise<number>;
  /** Ids of rows that carry it. */
  touched: Set<string>;
}

/** Runs `work` with the verdict's row locked. @throws Refusal `verdict-not-found` */
export async function lockThread<T>(verdictId: string, work: (locked: Locked) => Promise<T>) {
  return db().$transaction(
    async (tx) => {
      const [verdict] = await tx.$queryRaw<{ state: VerdictState }[]>`
        SELECT state::text AS state FROM verdicts WHERE id = ${verdictId}::uuid FOR NO KEY UPDATE`;
      if (!verdict) throw new Refusal('verdict-not-found');
      const change: { seq?: Promise<number> } = {};
      const touched = new Set<string>();
      const result = await work({
        tx,
        state: verdict.state,
        seq: () => (change.seq ??= nextSeq(tx, verdictId)),
        touched,
      });
      if (!change.seq) return { result, state: verdict.state, written: null };
      const seq = await change.seq;
      const { commentCount } = await tx.verdict.findUniqueOrThrow({
        where: { id: verdictId },
        select: { commentCount: true },
      });
      return { result, state: verdict.state, written: { seq, total: commentCount, touched: [...touched] } };
    },
    // A branch of hundreds takes its time, and others that wait for the verdict's row bring theirs along.
    { timeout: 60_000 },
  );
}

async function nextSeq(tx: Tx, verdictId: string): Promise<number> {
  const { seq } = await tx.verdict.update({
    where: { id: verdictId },
    data: { seq: { increment: 1 } },
    select: { seq: true },
  });
  return seq;
}

/** What the rules need of a comment of this thread, as it stands under the lock. */
export async function readFacts(tx: Tx, verdictId: string, id: string): Promise<ThreadComment | null> {
  const [row] = await tx.$queryRaw<ThreadComment[]>`
    SELECT ${FACTS} FROM comments WHERE id = ${id}::uuid AND verdict_id = ${verdictId}::uuid FOR NO KEY UPDATE`;
  return row ?? null;
}

/** A comment and everything below it, in reading order. */
export async function readBranch(
  tx: Tx,
  { verdictId, path }: Pick<ThreadComment, 'verdictId' | 'path'>,
): Promise<ThreadComment[]> {
  return tx.$queryRaw<ThreadComment[]>`
    SELECT ${FACTS} FROM comments WHERE verdict_id = ${verdictId}::uuid AND path >= ${path} AND path < ${path + 'g'}
    ORDER BY path FOR NO KEY UPDATE`;
}

/**
 * Gives a comment another moderated status, and a place in the thread or none: what stands without being visible
 * and without replies leaves, what comes back is counted again, up to the first ancestor that stood anyway.
 */
export async function setModerated(
  { tx, seq, touched }: Locked,
  facts: ThreadComment,
  to: Moderated,
): Promise<void> {
  if (!facts.placed && to !== 'visible') return moveUnseen(tx, facts, to);
  const at = await seq();
  const [row] = await tx.$queryRaw<Standing[]>`
    UPDATE comments SET moderated_status = ${to}::"CommentStatus", seq = ${at},
      status = CASE WHEN withdrawn_at IS NULL THEN ${to}::"CommentStatus" ELSE 'withdrawn' END
    FROM (SELECT id, status AS before FROM comments WHERE id = ${facts.id}::uuid) old WHERE comments.id = old.id
    RETURNING comments.id, parent_id AS "parentId", replies, status::text AS status, old.before::text AS before`;
  touched.add(facts.id);
  const [was, is] = [row!.before === 'visible', row!.status === 'visible'];
  if (was === is) return;
  await countComments(tx, facts.verdictId, is ? 1 : -1);
  if (row!.replies > 0) return;
  for (const id of await (is ? tighten : loosen)(tx, row!, at)) touched.add(id);
}

/** What nobody saw is moved without a seq: there is nobody to tell, and nothing that could tell of it. */
async function moveUnseen(tx: Tx, { id }: ThreadComment, to: Moderated): Promise<void> {
  await tx.$executeRaw`
    UPDATE comments SET moderated_status = ${to}::"CommentStatus",
      status = CASE WHEN withdrawn_at IS NULL THEN ${to}::"CommentStatus" ELSE 'withdrawn' END
    WHERE id = ${id}::uuid`;
}

/** A comment that waited gets its place in the order of the thread now: nobody's page holds its old one. */
export async function placeAnew({ tx, seq }: Locked, { id }: ThreadComment): Promise<void> {
  const at = await seq();
  await tx.$executeRaw`
    UPDATE comments c SET path = coalesce((SELECT path FROM comments p WHERE p.id = c.parent_id), '')
      || lpad(to_hex(${at}::int), 8, '0') WHERE id = ${id}::uuid`;
}

/** Stamps a comment with this change's seq, so that open pages read it anew. What nobody saw is told to nobody. */
export async function touch({ tx, seq, touched }: Locked, { id, placed }: ThreadComment): Promise<void> {
  if (!placed) return;
  await tx.comment.update({ where: { id }, data: { seq: await seq() }, select: { id: true } });
  touched.add(id);
}

/** Whom a comment answers, if they are to hear of it: not its own author, nor who muted the thread. */
export async function readAnswered(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ userId: string }[]>`
    SELECT answered.author_id AS "userId"
    FROM comments c JOIN comments answered ON answered.id = coalesce(c.answers_id, c.parent_id)
    WHERE c.id = ${id}::uuid AND answered.author_id <> c.author_id AND NOT EXISTS (
      SELECT 1 FROM thread_mutes WHERE user_id = answered.author_id AND root_id = c.root_id)`;
  return row?.userId ?? null;
}

/** Removes all of a branch that isn't gone already, in one statement: none of it is visible then, so none is counted. */
export async function removeAll({ tx, seq, touched }: Locked, branch: ThreadComment[]): Promise<void> {
  const at = await seq();
  const [top] = branch;
  const before = await tx.$queryRaw<Standing[]>`
    SELECT id, parent_id AS "parentId", replies, status::text AS status FROM comments WHERE id = ${top!.id}::uuid`;
  const [{ visible }] = (await tx.$queryRaw<{ visible: number }[]>`
    WITH old AS (
      SELECT id, status FROM comments WHERE id = ANY(${branch.map(({ id }) => id)}::uuid[])
    ), gone AS (
      UPDATE comments SET replies = 0, seq = CASE WHEN comments.seq > 0 THEN ${at} ELSE 0 END,
        moderated_status = CASE WHEN withdrawn_at IS NULL THEN 'removed' ELSE moderated_status END,
        status = CASE WHEN withdrawn_at IS NULL THEN 'removed'::"CommentStatus" ELSE 'withdrawn' END
      FROM old WHERE comments.id = old.id
    )
    SELECT count(*) FILTER (WHERE status = 'visible')::int AS visible FROM old`) as [{ visible: number }];
  for (const { id, placed } of branch) if (placed) touched.add(id);
  if (visible > 0) await countComments(tx, top!.verdictId, -visible);
  const stood = before[0]!.status === 'visible' || before[0]!.replies > 0;
  if (!stood) return;
  for (const id of await loosen(tx, { ...before[0]!, replies: 0, status: 'removed' }, at)) touched.add(id);
}

/** Locks (or with null unlocks) a branch: no new replies at it or below. */
export async function setBranchLock(
  { tx, seq, touched }: Locked,
  { id }: ThreadComment,
  at: Date | null,
): Promise<void> {
  await tx.comment.update({ where: { id }, data: { lockedAt: at, seq: await seq() }, select: { id: true } });
  touched.add(id);
}

export async function readThreadLock(tx: Tx, verdictId: string): Promise<Date | null> {
  const found = await tx.verdict.findUniqueOrThrow({ where: { id: verdictId }, select: { lockedAt: true } });
  return found.lockedAt;
}

/** Takes a seq as well, so that open pages learn that something changed. */
export async function setThreadLock({ tx, seq }: Locked, verdictId: string, at: Date | null): Promise<void> {
  await seq();
  await tx.verdict.update({ where: { id: verdictId }, data: { lockedAt: at }, select: { id: true } });
}

/** Text, passage and revisions go for good. The comment must be `removed` first. */
export async function eraseText(
  { tx, seq, touched }: Locked,
  { id, placed }: Pick<ThreadComment, 'id' | 'placed'>,
  now: Date,
): Promise<void> {
  await tx.commentRevision.deleteMany({ where: { commentId: id } });
  await tx.$executeRaw`
    UPDATE comments SET body = '', html = '', anchor = NULL, erased_at = ${now}, seq = ${placed ? await seq() : 0}
    WHERE id = ${id}::uuid`;
  if (placed) touched.add(id);
}
