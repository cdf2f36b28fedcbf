import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startSite } from '../support/site.ts';
import { startDatabase } from './database.ts';
import { LONG, lostOf, report } from './report.ts';
import { readerOf, settle, storm } from './storm.ts';
import { publishOn } from './verdict.ts';

/** A disk of its own, small enough to be filled; only root may make one. */
async function smallDisk(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'copecheck-disk-'));
  const made = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m,mode=711', 'tmpfs', folder]);
  if (made.status === 0) return folder;
  await rm(folder, { recursive: true });
  return null;
}

const disk = LONG ? await smallDisk() : null;
if (LONG && !disk) report('disk full', 'SKIPPED: only root may mount a small disk', 'not known');

test.skipIf(!disk)(
  'a full disk refuses writes, and with room again everything goes on',
  { timeout: 180_000 },
  async () => {
    await chmod(disk!, 0o711);
    const database = await startDatabase({ folder: disk! });
    const site = await startSite({ env: { DATABASE_URL: database.url, SAMPLE_DATA: 'off' } });
    try {
      const slug = await publishOn(site, 'On disks');
      const readers = [readerOf(site.url, slug), readerOf(site.url, slug)];
      const ballast = join(disk!, 'ballast');
      const crowd = await storm({ site: site.url, slug, writers: 6, rest: 5 }, async () => {
        const { bavail, bsize } = await statfs(disk!);
        // All but a megabyte; the storm takes that.
        await writeFile(ballast, Buffer.alloc(bavail * bsize - 1_000_000));
        await vi.waitUntil(async () => !(await accepts(site.url)), { timeout: 60_000, interval: 200 });
        expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
        await rm(ballast);
        const again = async () => {
          // Without room for its own recovery PostgreSQL ends, some time after it began to refuse.
          if (database.ended()) await database.start();
          return accepts(site.url);
        };
        await vi.waitUntil(again, { timeout: 60_000, interval: 200 });
      });
      const came = await settle({ site: site.url, slug }, crowd, readers);
      expect(came).toMatchObject({ missing: 0, apart: 0 });
      report('disk full', `${came.accepted} comments accepted, ${came.repeated} sends refused`, lostOf(came));
    } finally {
      await site.stop();
      await database.remove().catch(() => {}); // the mount's own folder stays
      spawnSync('umount', [disk!]);
      await rm(disk!, { recursive: true, force: true });
    }
  },
);

/** Whether a write is taken: feedback, the plainest there is. */
async function accepts(site: string): Promise<boolean> {
  const answer = await fetch(`${site}/api/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'other', message: 'Is there room? '.repeat(100) }),
  });
  if (answer.status !== 201)
    expect([answer.status, await answer.json()]).toMatchObject([503, { code: 'unavailable' }]);
  return answer.status === 201;
}
