// A tab that shows one account while the browser has since signed in to another.
import { PASSWORD } from '../support/cast.ts';
import { below, commentOf, expect, stateOf, test, type BrowserUser } from '../support/browser/users.ts';

/** Signs in in the browser of `user`, as another window beside this one does. */
const signIn = (user: BrowserUser, { name }: BrowserUser) =>
  user.request('POST', '/session', { username: name, password: PASSWORD });

test.use({ expectedErrors: [/409/] });

test('a stale tab does nothing as someone else: it says who is signed in, shows them, and keeps the text', async ({
  site,
  publish,
  user,
}) => {
  const { slug, claims } = await publish();
  await site.age(slug);
  const [ada, grace, linus] = [await user('ada'), await user('grace'), await user('linus')];
  const theirs = await linus.post(slug, 'Rate me.');
  const page = await ada.read(slug);
  const name = page.getByRole('navigation', { name: 'Account' }).locator('.name');
  const told = page.getByRole('alert').last();
  const vote = page.locator(`[id="claim-${claims[0]!.id}"]`).getByRole('button').first();
  const rating = commentOf(page, theirs).getByRole('button', { name: /^Helpful/ });

  /** Shows `shown`, with `now` signed in beside it; `act` is refused, and the page shows `now`. */
  const refused = async (shown: BrowserUser, now: BrowserUser, act: () => Promise<unknown>) => {
    // Connected as this account: a later connection would look who is signed in.
    await page.reload();
    await expect(stateOf(page)).toHaveText('Live');
    await expect(name).toHaveText(shown.name);
    await signIn(ada, now);
    await act();
    await expect(told).toContainText(
      `This page showed ${shown.name}, but you are signed in as ${now.name} now`,
    );
    await expect(name).toHaveText(now.name);
  };

  await refused(ada, grace, () => vote.click());
  await expect(vote).toHaveAttribute('aria-pressed', 'false');
  await expect(vote).toHaveAccessibleName(/ 0$/);
  await refused(grace, ada, () => rating.click());
  await expect(rating).toHaveAttribute('aria-pressed', 'false');
  await refused(ada, grace, async () => {
    await commentOf(page, theirs).getByRole('link', { name: 'Reply' }).click();
    await below(page, theirs).getByRole('textbox').fill('Not as grace.');
    await below(page, theirs).getByRole('button', { name: 'Reply', exact: true }).click();
  });
  const { replies, helpful } = await ada.request<{ replies: number; helpful: number }>(
    'GET',
    `/comments/${theirs.id}`,
  );
  expect([replies, helpful]).toEqual([0, 0]);

  // A page that was made for its reader.
  await page.goto('/feedback');
  await page.getByLabel('Message').fill('From grace.');
  await signIn(ada, ada);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText(`you are signed in as ${ada.name} now`);
  await expect(name).toHaveText(ada.name);
  await expect(page.getByLabel('Message')).toHaveValue('From grace.');
});
