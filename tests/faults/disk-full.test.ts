import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { startSite } from '../support/site.ts';
import { startDatabase } from './database.ts';
import { LONG, lostOf, report } from './report.ts';
import { Load, readerOf, settle } from './storm.ts';
import { publishTitled } from '../support/publish.ts';

/** Mounts a disk that is small enough to fill. @returns null if not root */
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
  'a full disk refuses writes, and with space again the site recovers without loss',
  { timeout: 180_000 },
  async () => {
    await chmod(disk!, 0o711);
    const database = await startDatabase({ folder: disk! });
    const site = await startSite({ env: { DATABASE_URL: database.url, SAMPLE_DATA: 'off' } });
    try {
      const slug = await publishTitled(site, 'On disks');
      const readers = [readerOf(site.url, slug), readerOf(site.url, slug)];
      const ballast = join(disk!, 'ballast');
      const load = await Load.signUp({ site: site.url, slug }, 6);
      const fillAndFree = async () => {
        const { bavail, bsize } = await statfs(disk!);
        // All but a megabyte, which the load fills.
        await writeFile(ballast, Buffer.alloc(bavail * bsize - 1_000_000));
        await vi.waitUntil(async () => !(await accepts(site.url)), { timeout: 60_000, interval: 200 });
        expect((await fetch(`${site.url}/healthz`)).status).toBe(200);
        await rm(ballast);
        const recovered = async () => {
          // Without space for its recovery PostgreSQL ends some time after it began to refuse.
          if (database.ended()) await database.start();
          return accepts(site.url);
        };
        await vi.waitUntil(recovered, { timeout: 60_000, interval: 200 });
      };
      await load.during(fillAndFree, { rest: 5 });
      const result = await settle({ site: site.url, slug }, load, readers);
      expect(result).toMatchObject({ missing: 0, diverged: 0 });
      report('disk full', `${result.accepted} comments accepted, ${result.retries} retries`, lostOf(result));
    } finally {
      await site.stop();
      await database.remove().catch(() => {}); // the mount's own folder stays
      spawnSync('umount', [disk!]);
      await rm(disk!, { recursive: true, force: true });
    }
  },
);

/** Whether a write is accepted: feedback, the simplest one. */
async function accepts(site: string): Promise<boolean> {
  const response = await fetch(`${site}/api/v1/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'other', message: 'Is there space? '.repeat(100) }),
  });
  if (response.status !== 201)
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'unavailable' }]);
  return response.status === 201;
}
