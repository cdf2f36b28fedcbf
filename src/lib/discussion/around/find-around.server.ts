import { readAround, type Around, type AroundPart } from './around.store.server.ts';

export type { Around, AroundPart };

/** What a verdict's page shows beside article and thread, in one query. */
export function findAround<Parts extends Record<string, AroundPart<unknown>>>(
  { id }: { id: string },
  parts: Parts,
): Promise<Around<Parts>> {
  return readAround(id, parts);
}
