import { db } from '#lib/db/client.server.ts';

// As everyone sees them, also for those who may read more.
const verdict = { state: { not: 'unpublished' } } as const;

export async function readVerdictTitles(slugs: string[]): Promise<{ slug: string; title: string }[]> {
  return db().verdict.findMany({
    where: { slug: { in: slugs }, ...verdict },
    select: { slug: true, title: true },
  });
}

export async function readVisibleComments(ids: string[]) {
  return db().comment.findMany({
    where: { id: { in: ids }, status: 'visible', verdict },
    select: { id: true, body: true, html: true, renderer: true, author: { select: { username: true } } },
  });
}
