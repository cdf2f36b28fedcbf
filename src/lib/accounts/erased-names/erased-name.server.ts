import { createHmac } from 'node:crypto';
import type { Tx } from '#lib/db/client.server.ts';
import { siteKey } from '#lib/db/site-key.server.ts';
import { hasErasedName, insertErasedName } from './erased-name.store.server.ts';

/**
 * The name of a deleted account stays taken, so that nobody can pass for who it was. What is kept is a keyed hash: it
 * answers whether a name was erased, and doesn't say which account had it.
 */

/** Reserves the name with this skeleton for good. */
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
