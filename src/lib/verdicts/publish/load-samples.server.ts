import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishVerdict } from './publish-verdict.server.ts';

const FOLDER = join(import.meta.dirname, '../samples');

/** Publishes the sample verdicts that don't exist yet. @returns how many were new */
export async function loadSamples(): Promise<{ published: number }> {
  let published = 0;
  for (const name of (await readdir(FOLDER)).filter((name) => name.endsWith('.txt')).sort()) {
    const text = await readFile(join(FOLDER, name), 'utf8');
    const { created } = await publishVerdict({ text }, { now: new Date() });
    if (created) published += 1;
  }
  return { published };
}
