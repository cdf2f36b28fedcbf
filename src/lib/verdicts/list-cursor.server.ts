import { z } from 'zod';
import { Refusal } from '#lib/refusal.ts';
import type { Listing } from './list-input.ts';

/** Where a page ended: the sort key of its last verdict, and its id for those with the same key. */
export interface Place {
  key: string | number;
  id: string;
}

const newest = z.tuple([z.literal('newest'), z.iso.datetime(), z.uuid()]);
const discussed = z.tuple([z.literal('discussed'), z.int().min(0), z.uuid()]);

export function writeCursor(sort: Listing['sort'], { key, id }: Place): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

/** @throws Refusal `invalid-input` for what `writeCursor` didn't write, or wrote for another order */
export function readCursor(cursor: string, sort: Listing['sort']): Place {
  const read = (sort === 'newest' ? newest : discussed).safeParse(decoded(cursor));
  if (!read.success)
    throw new Refusal('invalid-input', {
      field: 'cursor',
      message: 'That is not a cursor of this list. Start from its first page.',
    });
  return { key: read.data[1], id: read.data[2] };
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return null; // refused by the caller, like any other text that is no cursor
  }
}
