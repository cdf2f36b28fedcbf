// Who browser tests of moderation need besides readers: moderators, and readers who are trusted with reports.
import pg from 'pg';
import type { Locator, Page } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
import { databaseAddress } from '../site.ts';
import { expect, test as base, type Person } from './people.ts';

interface Desk {
  /** Somebody with that role and a browser of their own. */
  officer: (name: string, role?: 'moderator' | 'admin') => Promise<Person>;
  /** A reader of trust level 1: here for forty days, with two comments that stand. */
  trusted: (name: string) => Promise<Person>;
  /** A comment of mallory's, which grace, who is trusted, has reported. */
  reported: (text: string, reason?: string, note?: string) => Promise<Reported>;
  sql: (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
}

interface Reported {
  comment: CommentView;
  mallory: Person;
}

export const test = base.extend<Desk>({
  officer: async ({ site, person }, use) =>
    use(async (name, role = 'moderator') => {
      const who = await person(name);
      const { code, stderr } = await site.cli('user', 'role', who.name, role);
      if (code !== 0) throw new Error(stderr);
      return who;
    }),
  trusted: async ({ publish, person, sql }, use) =>
    use(async (name) => {
      const who = await person(name);
      await sql(`UPDATE users SET created_at = now() - interval '40 days' WHERE username = $1`, [who.name]);
      const { slug } = await publish();
      for (const text of ['One thing that stands.', 'Another one that does.']) await who.post(slug, text);
      return who;
    }),
  reported: async ({ publish, person, trusted }, use) =>
    use(async (text, reason, note) => {
      const { slug } = await publish();
      const [grace, mallory] = [await trusted('grace'), await person('mallory')];
      const comment = await mallory.post(slug, text);
      await report(grace, comment, reason, note);
      return { comment, mallory };
    }),
  sql: async ({ site }, use) => {
    const client = new pg.Client({ connectionString: databaseAddress(site.dataDir) });
    await client.connect();
    await use(async (text, values) => (await client.query(text, values)).rows);
    await client.end();
  },
});

export function report(who: Person, { id }: CommentView, reason = 'spam', note?: string): Promise<unknown> {
  return who.call('POST', `/comments/${id}/reports`, { reason, note });
}

/** Opens one of the pages of the desk, or the inbox, in a new tab of theirs, and waits until it is alive. */
export async function open(who: Person, path: string): Promise<Page> {
  const page = await who.context.newPage();
  // Until socket.io's own packet says that the line is open (40), the page may miss what happens.
  const live = new Promise<void>((done) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => String(payload).startsWith('40') && done()),
    );
  });
  await page.goto(path);
  await live;
  return page;
}

/** In the inbox of who was decided on: appeals against the removal. Returns that notice. */
export async function appeal(inbox: Page, words: string): Promise<Locator> {
  const notice = inbox.getByRole('article').filter({ hasText: 'removed your comment' });
  await notice.getByText('Ask another moderator').click();
  await notice.getByLabel('Your appeal').fill(words);
  await notice.getByRole('button', { name: 'Appeal' }).click();
  await expect(notice).toContainText('You have appealed');
  return notice;
}

/** A row of the queue. */
export const rowOf = (page: Page, author: string) =>
  page.getByRole('list', { name: 'Cases' }).getByRole('listitem').filter({ hasText: author });

export { expect };
