import { EXPORT_KEPT_DAYS } from './export.ts';
import { deleteExportsBefore } from './export.store.server.ts';

/** Deletes exports that were ready seven days ago. */
export async function removeOldExports(now = new Date()): Promise<void> {
  await deleteExportsBefore(new Date(now.getTime() - EXPORT_KEPT_DAYS * 24 * 3600_000));
}
