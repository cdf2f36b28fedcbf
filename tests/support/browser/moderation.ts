// Fixtures of the moderation tests: moderators, admins, and readers trusted with reports.
import type { Locator, Page } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
import { expect, test as base, type BrowserUser } from './users.ts';

interface ModerationUsers {
  /** A user with that role. */
  staff: (name: string, role?: 'moderator' | 'admin') => Promise<BrowserUser>;
  /** A reader of trust level 1: an account of forty days with two live comments. */
  trusted: (name: string) => Promise<BrowserUser>;
  /** A comment by mallory that grace, a trusted reader, has reported. */
  reported: (text: string, reason?: string, note?: string) => Promise<Reported>;
}

interface Reported {
  comment: CommentView;
  mallory: BrowserUser;
}

export const test = base.extend<ModerationUsers>({
  staff: async ({ site, user }, use) =>
    use(async (name, role = 'moderator') => {
      const member = await user(name);
      await site.setRole(member.name, role);
      return member;
    }),
  trusted: async ({ publish, user, site }, use) =>
    use(async (name) => {
      const reader = await user(name);
      await site.sql(`UPDATE users SET created_at = now() - interval '40 days' WHERE username = $1`, [
        reader.name,
      ]);
      const { slug } = await publish();
      for (const text of ['A first comment.', 'A second comment.']) await reader.post(slug, text);
      return reader;
    }),
  reported: async ({ publish, user, trusted }, use) =>
    use(async (text, reason, note) => {
      const { slug } = await publish();
      const [grace, mallory] = [await trusted('grace'), await user('mallory')];
      const comment = await mallory.post(slug, text);
      await report(grace, comment, reason, note);
      return { comment, mallory };
    }),
});

export function report(
  reporter: BrowserUser,
  { id }: CommentView,
  reason = 'spam',
  note?: string,
): Promise<unknown> {
  return reporter.request('POST', `/comments/${id}/reports`, { reason, note });
}

/** Opens an admin or moderation page, or the notices, in a new tab and waits until it is live. */
export async function open(user: BrowserUser, path: string): Promise<Page> {
  const page = await user.context.newPage();
  // Before socket.io's connect packet (40) the page may miss events.
  const live = new Promise<void>((done) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => String(payload).startsWith('40') && done()),
    );
  });
  await page.goto(path);
  await live;
  return page;
}

/** Appeals against a removal from the author's inbox. @returns the notice */
export async function appeal(inbox: Page, words: string): Promise<Locator> {
  const notice = inbox.getByRole('article').filter({ hasText: 'removed your comment' });
  await notice.getByText('Appeal against this decision').click();
  await notice.getByLabel('Your appeal').fill(words);
  await notice.getByRole('button', { name: 'Appeal' }).click();
  await expect(notice).toContainText('You have appealed');
  return notice;
}

/** A row of the queue. */
export const rowOf = (page: Page, author: string) =>
  page.getByRole('list', { name: 'Cases' }).getByRole('listitem').filter({ hasText: author });

export { expect };
