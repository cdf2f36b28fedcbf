import { db, type Tx } from '#lib/db/client.server.ts';

/** The stored differences from the defaults, including unknown keys. */
export async function readStoredSettings(): Promise<Record<string, unknown>> {
  const rows = await db().siteSetting.findMany({ select: { key: true, value: true } });
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
