import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { Refusal } from '#lib/refusal.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import type { CommentRow } from '#lib/discussion/reading/comment-view.ts';
import type { Moderated } from '#lib/discussion/status/moderated.ts';
import type { CommentState } from '#lib/discussion/status/transitions.ts';
import type { MovedAnchor } from '#lib/discussion/anchors/moved-anchor.ts';
import { readRows } from './comment.store.server.ts';
import { addReplies, advanceVerdict, lockVerdict } from './thread-seq.store.server.ts';

export interface ThreadComment extends CommentState {
  id: string;
  verdictId: string;
  authorId: string;
  parentId: string | null;
  path: string;
  version: number;
  /** False while it has been pending since it was written: readers never saw it, so it has seq 0. */
  placed: boolean;
  lockedAt: Date | null;
}

const THREAD_COMMENT = Prisma.sql`id, verdict_id AS "verdictId", author_id AS "authorId", parent_id AS "parentId", path,
  version, moderated_status::text AS moderated, withdrawn_at IS NOT NULL AS withdrawn, erased_at IS NOT NULL AS erased,
  edited_back AS "editedBack", seq > 0 AS placed, locked_at AS "lockedAt"`;

export interface CommittedChange {
  seq: number;
  total: number;
  rows: CommentRow[];
}

interface Head {
  seq: number;
  total: number;
  lockedAt: Date | null;
  state: VerdictState;
}

// A branch of hundreds takes time, and other changes wait for the verdict's row.
const TIMEOUT_MS = 60_000;

/**
 * One change of a thread: a transaction that holds the verdict's row. It takes a seq at the first write that readers
 * can see, and maintains the verdict's comment count and the parents' reply counts. It doesn't check rules: see
 * transitions.ts. New comments are inserted in groups instead, by insert.store.server.ts.
 */
export class ThreadChange {
  readonly tx: Tx;
  readonly verdictId: string;
  readonly #head: Head;
  readonly #changed = new Set<string>();
  #takesSeq = false;
  #added = 0;

  private constructor(tx: Tx, verdictId: string, head: Head) {
    this.tx = tx;
    this.verdictId = verdictId;
    this.#head = head;
  }

  /**
   * Runs `work` in one transaction. `change` is null if readers see no difference.
   * @throws Refusal `verdict-not-found`, and what `work` throws: then nothing is written
   */
  static async run<T>(
    verdictId: string,
    work: (thread: ThreadChange) => Promise<T>,
  ): Promise<{ result: T; state: VerdictState; change: CommittedChange | null }> {
    return db().$transaction(
      async (tx) => {
        const [head] = await tx.$queryRaw<Head[]>(lockVerdict(verdictId));
        if (!head) throw new Refusal('verdict-not-found');
        const thread = new ThreadChange(tx, verdictId, head);
        const result = await work(thread);
        return { result, state: head.state, change: await thread.#finish() };
      },
      { timeout: TIMEOUT_MS },
    );
  }

  get state(): VerdictState {
    return this.#head.state;
  }

  get lockedAt(): Date | null {
    return this.#head.lockedAt;
  }

  async read(id: string): Promise<ThreadComment | null> {
    const [row] = await this.tx.$queryRaw<ThreadComment[]>`
      SELECT ${THREAD_COMMENT} FROM comments WHERE id = ${id}::uuid AND verdict_id = ${this.verdictId}::uuid
      FOR NO KEY UPDATE`;
    return row ?? null;
  }

  async branch({ path }: ThreadComment): Promise<ThreadComment[]> {
    return this.tx.$queryRaw<ThreadComment[]>`
      SELECT ${THREAD_COMMENT} FROM comments
      WHERE verdict_id = ${this.verdictId}::uuid AND path >= ${path} AND path < ${path + 'g'}
      ORDER BY path FOR NO KEY UPDATE`;
  }

  async move(comment: ThreadComment, to: Moderated): Promise<void> {
    if (!comment.placed && to === 'visible') await this.#assignPath(comment);
    await this.#setStatus(comment, { moderated: to });
  }

  async withdraw(comment: ThreadComment, now: Date): Promise<void> {
    await this.#setStatus(comment, { withdrawnAt: now });
  }

  /** Removes the comment and all below it, except what its authors withdrew, in one statement. */
  async removeBranch(top: ThreadComment): Promise<void> {
    const branch = await this.branch(top);
    const moderated = Prisma.sql`CASE WHEN withdrawn_at IS NULL THEN 'removed' ELSE moderated_status END`;
    const [before] = await this.tx.$queryRaw<{ visible: number; hadPlace: boolean }[]>`
      WITH old AS (
        SELECT id, status, replies FROM comments WHERE id = ANY(${branch.map(({ id }) => id)}::uuid[])
      ), removed AS (
        UPDATE comments SET replies = 0, seq = CASE WHEN comments.seq > 0 THEN ${this.#seq()}::int ELSE 0 END,
          ${statusColumns({ moderated })}
        FROM old WHERE comments.id = old.id
      )
      SELECT count(*) FILTER (WHERE status = 'visible')::int AS visible,
        bool_or(id = ${top.id}::uuid AND (status = 'visible' OR replies > 0)) AS "hadPlace" FROM old`;
    for (const { id, placed } of branch) if (placed) this.#changed.add(id);
    this.#added -= before!.visible;
    if (before!.hadPlace) await this.#countReply(top.parentId, -1);
  }

  /** Open pages read these comments again: something that they show beside the comment changed. */
  async touch(...comments: Pick<ThreadComment, 'id' | 'placed'>[]): Promise<void> {
    const ids = comments.filter(({ placed }) => placed).map(({ id }) => id);
    if (ids.length === 0) return;
    await this.tx.comment.updateMany({ where: { id: { in: ids } }, data: { seq: this.#seq() } });
    for (const id of ids) this.#changed.add(id);
  }

  /** Replaces the text; the caller has kept the old one as a revision. */
  async replaceText(
    id: string,
    text: { body: string; html: string; renderer: number; editedAt: Date; editedBack?: true },
  ): Promise<void> {
    const data = { ...text, version: { increment: 1 }, seq: this.#seq() };
    await this.tx.comment.update({ where: { id }, data, select: { id: true } });
    this.#changed.add(id);
  }

  /** No new replies at the comment and below. Null unlocks. */
  async lockBranch({ id }: ThreadComment, at: Date | null): Promise<void> {
    const data = { lockedAt: at, seq: this.#seq() };
    await this.tx.comment.update({ where: { id }, data, select: { id: true } });
    this.#changed.add(id);
  }

  async lock(at: Date | null): Promise<void> {
    this.#seq();
    const where = { id: this.verdictId };
    await this.tx.verdict.update({ where, data: { lockedAt: at }, select: { id: true } });
  }

  /**
   * Writes where passages are in this version of the verdict. Open pages get the comments whose passages are shown
   * otherwise, and pages rendered before are rendered again. @returns how many were written: none if the verdict has
   * another version, and not those that have changed since they were read
   */
  async reanchor(version: number, anchors: MovedAnchor[]): Promise<number> {
    const rows = await this.tx.$queryRaw<{ id: string; shown: boolean }[]>`
      UPDATE comments c SET anchor = moved.anchor, seq = CASE WHEN moved.same OR c.seq = 0 THEN c.seq ELSE ${this.#head.seq + 1}::int END
      FROM jsonb_to_recordset(${JSON.stringify(anchors)}::jsonb) AS moved(id uuid, before jsonb, anchor jsonb, same boolean)
      WHERE c.id = moved.id AND c.anchor = moved.before
        AND EXISTS (SELECT 1 FROM verdicts v WHERE v.id = ${this.verdictId}::uuid AND v.version = ${version}::int)
      RETURNING c.id, NOT moved.same AND c.seq > 0 AS shown`;
    if (rows.length > 0) this.#seq();
    for (const { id, shown } of rows) if (shown) this.#changed.add(id);
    return rows.length;
  }

  /** Deletes text, quoted passage, challenge, revisions and unsent edits. The comment must be removed or withdrawn first. */
  async erase({ id, placed }: ThreadComment, now: Date): Promise<void> {
    await this.tx.commentRevision.deleteMany({ where: { commentId: id } });
    await this.tx.commentDraft.deleteMany({ where: { commentId: id, key: { startsWith: 'edit.' } } });
    await this.tx.challenge.deleteMany({ where: { commentId: id } });
    const data = { body: '', html: '', anchor: Prisma.DbNull, erasedAt: now, seq: placed ? this.#seq() : 0 };
    await this.tx.comment.update({ where: { id }, data, select: { id: true } });
    if (placed) this.#changed.add(id);
  }

  /** The seq of this change. A change that readers can't see must not call it. */
  #seq(): number {
    this.#takesSeq = true;
    return this.#head.seq + 1;
  }

  /** Readers never saw a comment that isn't placed, so moving it without showing it changes nothing for them. */
  async #setStatus({ id, placed }: ThreadComment, change: StatusChange): Promise<void> {
    const shown = placed || change.moderated === 'visible';
    const seq = shown ? this.#seq() : 0;
    const moderated = change.moderated && Prisma.sql`${change.moderated}::"CommentStatus"`;
    const withdrawnAt = change.withdrawnAt && Prisma.sql`${change.withdrawnAt}::timestamptz`;
    const [row] = await this.tx.$queryRaw<
      { parentId: string | null; replies: number; was: boolean; is: boolean }[]
    >`
      UPDATE comments SET seq = ${seq}::int, ${statusColumns({ moderated, withdrawnAt })}
      FROM (SELECT id, status AS before FROM comments WHERE id = ${id}::uuid) old WHERE comments.id = old.id
      RETURNING parent_id AS "parentId", replies, before = 'visible' AS was, status = 'visible' AS is`;
    if (shown) this.#changed.add(id);
    const { parentId, replies, was, is } = row!;
    if (was === is) return;
    this.#added += is ? 1 : -1;
    if (replies === 0) await this.#countReply(parentId, is ? 1 : -1);
  }

  async #assignPath({ id }: ThreadComment): Promise<void> {
    await this.tx.$executeRaw`
      UPDATE comments c SET path = coalesce((SELECT path FROM comments p WHERE p.id = c.parent_id), '')
        || lpad(to_hex(${this.#seq()}::int), 8, '0') WHERE id = ${id}::uuid`;
  }

  /**
   * Counts a reply that gained (1) or lost (-1) its place in the thread. A comment has a place while it is visible or
   * has replies, so its parent may gain or lose its own place with it, and so on upwards.
   */
  async #countReply(parentId: string | null, n: 1 | -1): Promise<void> {
    while (parentId) {
      const added = Prisma.sql`SELECT ${parentId}::uuid AS parent_id, ${n}::int AS n, ${this.#seq()}::int AS seq`;
      const [parent] = await this.tx.$queryRaw<
        { parentId: string | null; replies: number; visible: boolean }[]
      >`
        ${addReplies(added)} RETURNING c.parent_id AS "parentId", c.replies, c.status = 'visible' AS visible`;
      this.#changed.add(parentId);
      const otherReplies = n > 0 ? parent!.replies - 1 : parent!.replies;
      parentId = parent!.visible || otherReplies > 0 ? null : parent!.parentId;
    }
  }

  async #finish(): Promise<CommittedChange | null> {
    if (!this.#takesSeq) return null;
    const made = Prisma.sql`SELECT 1 AS changes, ${this.#added}::int AS comments`;
    await this.tx.$executeRaw(advanceVerdict(this.verdictId, made));
    const rows = await readRows(this.verdictId, [...this.#changed], this.tx);
    return { seq: this.#seq(), total: this.#head.total + this.#added, rows };
  }
}

interface StatusChange {
  moderated?: Moderated;
  withdrawnAt?: Date;
}

/**
 * Sets the status, which follows from what moderators and the author did. Derived here only; a constraint checks it.
 * Not a generated column, because neither Prisma's schema nor its migrations can express one.
 */
function statusColumns({
  moderated = Prisma.sql`moderated_status`,
  withdrawnAt = Prisma.sql`withdrawn_at`,
}: {
  moderated?: Prisma.Sql | undefined;
  withdrawnAt?: Prisma.Sql | undefined;
}): Prisma.Sql {
  return Prisma.sql`moderated_status = ${moderated}, withdrawn_at = ${withdrawnAt},
    status = CASE WHEN ${withdrawnAt} IS NULL THEN ${moderated} ELSE 'withdrawn' END`;
}
