import { createHmac } from 'node:crypto';
import type { Tx } from '#lib/db/client.server.ts';
import { siteKey } from '#lib/db/site-key.server.ts';
import { hasErasedName, insertErasedName } from './erased-name.store.server.ts';

/**
 * The name of an erased account stays taken, so that no one can impersonate its owner. Only a keyed hash is stored: it
 * shows whether a name was erased, but not whose it was.
 */

export async function reserveErasedName(skeleton: string, tx: Tx): Promise<void> {
  await insertErasedName(await hashOf(skeleton), tx);
}

export async function isErasedName(skeleton: string): Promise<boolean> {
  return hasErasedName(await hashOf(skeleton));
}

async function hashOf(skeleton: string): Promise<string> {
  return createHmac('sha256', await siteKey('erased-names'))
    .update(skeleton)
    .digest('hex');
}
