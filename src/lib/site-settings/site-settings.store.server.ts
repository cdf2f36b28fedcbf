import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** What differs from the defaults, as it was written; keys that nobody knows any more are among them. */
export async function readSettings(): Promise<Record<string, unknown>> {
  const rows = await rowsOf<{ key: string; value: unknown }>(
    Prisma.sql`SELECT key, value FROM site_settings`,
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

/** Writes these and leaves the others alone. */
export async function writeSettings(
  settings: Record<string, boolean | number | string>,
  now: Date,
): Promise<void> {
  const write = async (tx: Tx) => {
    for (const [key, value] of Object.entries(settings))
      await tx.siteSetting.upsert({
        where: { key },
        create: { key, value, updatedAt: now },
        update: { value, updatedAt: now },
      });
  };
  await db().$transaction(write);
}
