import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Actor } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import type { ExportFormat } from './export.ts';
import { readPart } from './export.store.server.ts';

/** A finished file of the actor's export. @throws Refusal `not-found` if there is none */
export async function openExport({ id }: Actor, format: ExportFormat): Promise<ReadableStream<Uint8Array>> {
  const first = await readPart(id, format, 0);
  if (!first) throw new Refusal('not-found');
  const text = pipeline(parts(id, format), createGunzip(), () => {});
  return Readable.toWeb(text) as ReadableStream<Uint8Array>;
}

async function* parts(userId: string, format: ExportFormat): AsyncGenerator<Buffer> {
  for (let n = 0; ; n++) {
    const part = await readPart(userId, format, n);
    if (!part) return;
    yield part;
  }
}
