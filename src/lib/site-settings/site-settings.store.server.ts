import { db, type Tx } from '#lib/db/client.server.ts';
import { Prisma } from '#lib/db/generated/client.ts';
import { rowsOf } from '#lib/db/rows.server.ts';

/** The stored differences from the defaults, including unknown keys. */
export async function readSettings(): Promise<Record<string, unknown>> {
  const rows = await rowsOf<{ key: string; value: unknown }>(
    Prisma.sql`SELECT key, value FROM site_settings`,
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}

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
