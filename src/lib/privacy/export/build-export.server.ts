import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { settings } from '#lib/env.server.ts';
import type { Attempt, Outcome, RowQueue } from '#lib/jobs/row-queue.ts';
import { log } from '#lib/log.server.ts';
import { EXPORT_FORMATS, type ExportFormat } from './export.ts';
import {
  EXPORT_QUEUE,
  insertPart,
  isPending,
  markExportFailed,
  markReady,
  unscheduledExports,
} from './export.store.server.ts';
import { htmlExport, jsonExport, type ExportRow, type ExportSection } from './render-export.ts';
import { readSection, SECTIONS, type StoredSection } from './sections.store.server.ts';

/** Rows per read: at most two megabytes of the longest comments. */
const PAGE = 200;

/** Compressed bytes. */
const PART = 256 * 1024;

const RENDERERS = { json: jsonExport, html: htmlExport } satisfies Record<ExportFormat, typeof jsonExport>;

export const exportQueue: RowQueue = {
  name: EXPORT_QUEUE,
  batch: 1,
  // One export at a time per process, so that pages stay fast.
  workers: 1,
  retry: { times: 3, after: 30, longest: 600 },
  timeout: 1800,
  unscheduled: unscheduledExports,
  attempt: async (attempts) => Promise.all(attempts.map(attempt)),
};

async function attempt({ id, last }: Attempt): Promise<Outcome> {
  try {
    await buildExport(id, new Date());
    return { id, done: true };
  } catch (fault) {
    log.error({ err: fault, account: id }, 'an export could not be built');
    if (last) await markExportFailed(id);
    return { id, done: false, reason: fault instanceof Error ? fault.message : String(fault) };
  }
}

/** Streams both files, so that neither is ever whole in memory. */
export async function buildExport(userId: string, now: Date): Promise<void> {
  // The account was erased, or another process has built it.
  if (!(await isPending(userId))) return;
  const buildId = randomUUID();
  const about = { site: settings().ORIGIN, now };
  for (const format of EXPORT_FORMATS) {
    const sections = SECTIONS.map((section) => exported(section, userId));
    // The stream's reader gets the failure.
    const gzip = pipeline(RENDERERS[format](sections, about), createGzip(), () => {});
    let n = 0;
    for await (const data of pieces(gzip)) await insertPart({ userId, buildId, format, n: n++, data });
  }
  await markReady(userId, buildId, now);
}

function exported(section: StoredSection, userId: string): ExportSection {
  return { name: section.name, title: section.title, rows: rowsIn(section, userId) };
}

async function* rowsIn(section: StoredSection, userId: string): AsyncGenerator<ExportRow> {
  for (let after = section.start; ;) {
    const rows = await readSection(section, { userId, after, limit: PAGE });
    for (const { key, ...row } of rows) {
      yield row;
      after = key;
    }
    if (rows.length < PAGE) return;
  }
}

/** Cuts a stream into pieces of about `PART` bytes. */
async function* pieces(stream: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    kept.push(chunk);
    length += chunk.length;
    if (length < PART) continue;
    yield Buffer.concat(kept);
    kept = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(kept);
}
