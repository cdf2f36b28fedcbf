import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import { visibleTo } from '#lib/verdicts/find-verdict.server.ts';

/** @returns false if there is no such verdict */
export async function insertPeek(slug: string, actor: Actor, now: Date): Promise<boolean> {
  const rows = await rowsOf(Prisma.sql`
    WITH found AS (SELECT v.id FROM verdicts v WHERE v.slug = ${slug} AND ${visibleTo(actor)}), kept AS (
      INSERT INTO peeks (user_id, verdict_id, created_at) SELECT ${actor.id}::uuid, id, ${now}::timestamptz FROM found
      ON CONFLICT (user_id, verdict_id) DO NOTHING
    )
    SELECT id FROM found`);
  return rows.length > 0;
}

export async function hasPeek(verdictId: string, userId: string): Promise<boolean> {
  const where = { userId_verdictId: { userId, verdictId } };
  return (await db().peek.findUnique({ where, select: { userId: true } })) !== null;
}
