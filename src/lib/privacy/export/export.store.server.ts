import { db } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { withoutJob } from '#lib/db/job-table.server.ts';
import { rowsOf } from '#lib/db/rows.server.ts';
import type { JobRow } from '#lib/jobs/row-queue.ts';
import type { ExportFormat } from './export.ts';

/** Also in the trigger `notify_export_requested`. */
export const EXPORT_QUEUE = 'exports';

export interface ExportRequest {
  state: 'pending' | 'ready' | 'failed';
  readyAt: Date | null;
}

export async function readExport(userId: string): Promise<ExportRequest | null> {
  return db().dataExport.findUnique({ where: { userId }, select: { state: true, readyAt: true } });
}

/** Starts a new export and deletes the files of the earlier one. Does nothing while one is being built. */
export async function insertExport(userId: string, now: Date): Promise<void> {
  await db().$transaction([
    db().dataExport.deleteMany({ where: { userId, state: { not: 'pending' } } }),
    db().dataExport.createMany({ data: [{ userId, requestedAt: now }], skipDuplicates: true }),
  ]);
}

export async function unscheduledExports(limit: number): Promise<JobRow[]> {
  return rowsOf<JobRow>(Prisma.sql`
    SELECT e.user_id::text AS id FROM data_exports e
    WHERE e.state = 'pending' AND ${withoutJob(EXPORT_QUEUE, Prisma.sql`e.user_id`)}
    ORDER BY e.requested_at LIMIT ${limit}`);
}

export async function isPending(userId: string): Promise<boolean> {
  return (await db().dataExport.count({ where: { userId, state: 'pending' } })) > 0;
}

export interface Part {
  userId: string;
  buildId: string;
  format: ExportFormat;
  n: number;
  data: Uint8Array<ArrayBuffer>;
}

export async function insertPart(part: Part): Promise<void> {
  await db().dataExportPart.createMany({ data: [part] });
}

/** Publishes this build's parts, and deletes those that killed builds left. */
export async function markReady(userId: string, buildId: string, now: Date): Promise<void> {
  await db().$transaction([
    db().dataExport.updateMany({
      where: { userId, state: 'pending' },
      data: { state: 'ready', readyAt: now, buildId },
    }),
    db().$executeRaw`
      DELETE FROM data_export_parts p USING data_exports e
      WHERE p.user_id = ${userId}::uuid AND e.user_id = p.user_id AND p.build_id IS DISTINCT FROM e.build_id`,
  ]);
}

export async function markExportFailed(userId: string): Promise<void> {
  await db().dataExport.updateMany({ where: { userId, state: 'pending' }, data: { state: 'failed' } });
}

/** One part of a finished file; null after the last. One at a time: a file may be larger than memory. */
export async function readPart(userId: string, format: ExportFormat, n: number): Promise<Buffer | null> {
  const [row] = await rowsOf<{ data: Buffer }>(Prisma.sql`
    SELECT p.data FROM data_exports e JOIN data_export_parts p ON p.build_id = e.build_id
    WHERE e.user_id = ${userId}::uuid AND e.state = 'ready' AND p.format = ${format} AND p.n = ${n}`);
  return row?.data ?? null;
}

export async function deleteExportsBefore(before: Date): Promise<void> {
  await db().dataExport.deleteMany({
    where: { OR: [{ readyAt: { lt: before } }, { readyAt: null, requestedAt: { lt: before } }] },
  });
}
