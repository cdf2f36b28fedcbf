import { createHash } from 'node:crypto';
import { REPEAT_WINDOW } from '#lib/discussion/screening/repeated.ts';
import type { postInput } from './comment-input.ts';
import type { z } from 'zod';

/**
 * The nonce of a plain form without one: the form of a page that is the same for everyone would give all its readers,
 * and all texts of one reader, the same. Requests with the same text at the same place share it for a while, so a
 * double click posts once; screening refuses the text in the minutes after.
 */
export function formNonce(slug: string, { body, parentId }: z.output<typeof postInput>, now: Date): string {
  const window = Math.floor(now.getTime() / REPEAT_WINDOW);
  const bytes = createHash('sha256')
    .update(JSON.stringify([slug, parentId, body, window]))
    .digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x80; // version 8: made by a rule of our own
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
