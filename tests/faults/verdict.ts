import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Site } from '../support/site.ts';
import { verdictText } from '../support/verdict-text.ts';

/** Publishes a verdict through the command line. @returns its slug */
export async function publishOn(site: Pick<Site, 'cli'>, title: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-verdict-'));
  await writeFile(join(folder, 'verdict.txt'), verdictText(title));
  const { code, stderr } = await site.cli('verdict', 'import', join(folder, 'verdict.txt'));
  if (code !== 0) throw new Error(`importing failed: ${stderr}`);
  await rm(folder, { recursive: true });
  return title.toLowerCase().replaceAll(' ', '-');
}
