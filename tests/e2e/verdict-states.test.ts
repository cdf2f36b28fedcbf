// What a change of a verdict's state looks like on pages that are open.
import { expect, stateOf, test } from '../support/browser/users.ts';

test('a reader who has a verdict open sees that it was retracted, published again and unpublished', async ({
  publish,
  user,
  site,
}) => {
  const { slug, title } = await publish();
  const [ada, linus] = [await user('ada'), await user('linus')];
  await site.setRole(linus.name, 'admin');
  await ada.post(slug, 'A point that stays.');
  const page = await ada.read(slug);
  await linus.request('POST', `/verdicts/${slug}/retract`, { note: 'The paper was invented.' });
  await expect(page.getByText('The paper was invented.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByText('A point that stays.')).toBeVisible();
  await expect(page.getByText('Thinly argued')).toHaveCount(0);
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);

  // It isn't live any more: its comments take nothing new.
  await linus.request('POST', `/verdicts/${slug}/publish`);
  await page.reload();
  await expect(stateOf(page)).toHaveText('Live');
  await linus.request('POST', `/verdicts/${slug}/unpublish`);
  await expect(page.getByRole('heading', { level: 1, name: 'Nothing to dissect' })).toBeVisible();
  await expect(page.getByText(title)).toHaveCount(0);
});
