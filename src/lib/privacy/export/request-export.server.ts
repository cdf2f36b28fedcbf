import type { Actor } from '#lib/actor.ts';
import { spend } from '#lib/limits.server.ts';
import { expiryOf, exportPath, type ExportView } from './export.ts';
import { insertExport, readExport } from './export.store.server.ts';

/**
 * Requests a copy of everything about the actor. It is built in the background and replaces an earlier one. Does
 * nothing while one is being built.
 * @throws Refusal `rate-limited`
 */
export async function requestExport({ id }: Actor, now: Date): Promise<ExportView> {
  const before = await readExport(id);
  if (before?.state !== 'pending') {
    await spend('data-export', id);
    await insertExport(id, now);
  }
  return { state: 'building' };
}

export async function findExport({ id }: Actor): Promise<ExportView> {
  const found = await readExport(id);
  if (!found) return { state: 'none' };
  if (found.state !== 'ready') return { state: found.state === 'failed' ? 'failed' : 'building' };
  return {
    state: 'ready',
    ...{ url: exportPath('json'), htmlUrl: exportPath('html') },
    expiresAt: expiryOf(found.readyAt!).toISOString(),
  };
}
