// What reaches the operator's desk: challenges of a passage, and claims to have written the paper.
import type { Page } from '@playwright/test';
import type { CommentView } from '#lib/live/events.ts';
import { mailTo } from '../support/mailbox.ts';
import { expect, test, type BrowserUser } from '../support/browser/users.ts';
import { verdictText } from '../support/verdict-text.ts';

test('without scripts, a challenge is decided and an author’s reply is shown below the reworded verdict', async ({
  browser,
  publish,
  user,
  site,
}) => {
  const { slug, title, claims } = await publish();
  const [ada, linus] = [await user('ada'), await user('linus')];
  await site.setRole(linus.name, 'admin');
  const plain = async (who: BrowserUser): Promise<Page> => {
    const storageState = await who.context.storageState();
    return (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage();
  };
  const anchor = { section: 'the-dissection', quote: 'It does not say whom.' };
  const post = { body: 'It *does*, on page 3.', anchor };
  const { id } = await ada.request<CommentView>('POST', `/verdicts/${slug}/comments`, post);
  const [reader, admin] = [await plain(ada), await plain(linus)];

  await reader.goto(`/v/${slug}/options?comment=${id}`);
  await reader.getByLabel('A source against the passage').fill('https://ada@example.org/');
  await reader.getByRole('button', { name: 'Challenge this passage with a source' }).click();
  await reader.getByLabel('A source against the passage').fill('https://example.org/study');
  await reader.getByRole('button', { name: 'Challenge this passage with a source' }).click();
  await expect(reader.getByText('Everyone can see your source')).toBeVisible();

  await admin.goto('/admin/challenges');
  await expect(admin.getByText('Nothing to review')).toBeVisible();
  await site.sql('UPDATE comments SET ground_badge = true WHERE id = $1', [id]);
  await site.sql('UPDATE claims SET agree = 12, disagree = 30 WHERE id = $1', [claims[1]!.id]);
  const text = verdictText(title).replace('Thinly argued.', 'Well argued.').replace('does not say', 'says');
  await linus.request('PUT', `/verdicts/${slug}`, { text, note: 'It says so on page 3.' });
  await admin.goto('/admin');
  await admin.getByRole('link', { name: '1 Challenges' }).click();
  await admin.getByLabel('Verdict amended').check();
  await admin.getByLabel('Note').fill('Page 3 names them.');
  await admin.getByRole('button', { name: 'Save the outcome' }).click();
  await expect(admin.getByText('The outcome is saved.')).toBeVisible();

  await reader.goto(`/v/${slug}`);
  const comment = reader.locator(`[id="c-${id}"]`);
  await expect(comment.getByRole('link', { name: 'example.org' })).toHaveAttribute('rel', /ugc/);
  await expect(comment).toContainText('The operator: amended in version 2. “Page 3 names them.”');
  await comment.getByRole('link', { name: 'amended in version 2' }).click();
  await expect(reader.getByRole('heading', { level: 1 })).toContainText('Version 2');
  await reader.goto(`/v/${slug}/versions#challenges`);
  await expect(reader.getByText('Page 3 names them.')).toBeVisible();

  await reader.goto(`/v/${slug}?votes=shown`);
  await expect(reader.locator('.earlier')).toContainText('12 agree, 30 disagree');
  await expect(reader.getByText('if you voted, vote again')).toBeVisible();
  await reader.getByRole('link', { name: 'Are you an author of this paper?' }).click();
  const address = `author-${id}@example.org`;
  await reader.getByRole('main').getByLabel('Email address').fill(address);
  await reader.getByRole('button', { name: 'Send the link' }).click();
  await expect(reader.getByText('We have sent a link')).toBeVisible();
  await reader.goto((await mailTo(site.dataDir, address, /wrote a paper/)).link(`/v/${slug}/authorship`));
  await reader.getByRole('button', { name: 'Confirm' }).click();
  await expect(reader.getByRole('heading', { name: 'Address confirmed' })).toBeVisible();

  await admin.goto('/notices');
  await admin.getByRole('link', { name: 'Check the request' }).click();
  await expect(admin.getByText(address)).toBeVisible();
  await admin.getByRole('button', { name: 'Approve' }).click();
  await expect(admin.getByText('The author is approved.')).toBeVisible();
  await expect(admin.getByText(address)).toHaveCount(0);

  await reader.goto(`/v/${slug}/options?comment=${id}`);
  await reader.getByRole('button', { name: 'Mark as the author’s reply' }).click();
  await expect(reader.getByText('It is the author’s reply now.')).toBeVisible();
  await reader.goto(`/v/${slug}`);
  const reply = reader.getByRole('complementary', { name: 'The author’s reply' });
  await expect(reply).toContainText('It does, on page 3.');
  await expect(comment).toContainText('Author of the paper');
  await Promise.all([reader.context().close(), admin.context().close()]);
});
