// Typed text survives a reload, a sign-up, a refused request and an edit elsewhere.
import type { Page } from '@playwright/test';
import { PASSWORD } from '../support/cast.ts';
import { below, commentOf, expect, saying, test } from '../support/browser/users.ts';

const composer = (page: Page) => page.getByLabel('Your comment');
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Blocks the live connection of a page that is not yet open. */
async function deafen(page: Page) {
  await page.routeWebSocket('**', (socket) => socket.close());
  await page.route('**/socket.io/**', (route) => route.abort());
}

test('drafts of a comment and of a reply survive a reload, and are cleared when sent', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const first = await ada.post(slug, 'Answer me.');
  const page = await ada.read(slug);
  await composer(page).fill('Half a thou');
  await commentOf(page, first).getByRole('link', { name: 'Reply' }).click();
  await page.getByLabel(`Reply to ${ada.name}`).fill('Half an answ');

  await page.reload();
  await expect(composer(page)).toHaveValue('Half a thou');
  await commentOf(page, first).getByRole('link', { name: 'Reply' }).click();
  await expect(page.getByLabel(`Reply to ${ada.name}`)).toHaveValue('Half an answ');

  await page.getByLabel(`Reply to ${ada.name}`).press('Control+Enter');
  await expect(saying(page, 'Half an answ').getByRole('link', { name: 'Edit' })).toBeVisible();
  await page.reload();
  await expect(composer(page)).toHaveValue('Half a thou');
  await commentOf(page, first).getByRole('link', { name: 'Reply' }).click();
  await expect(page.getByLabel(`Reply to ${ada.name}`)).toHaveValue('');
});

test('a draft written before sign-up is in the composer afterwards', async ({ publish, visitor }) => {
  const { slug } = await publish();
  const page = await (await visitor()).read(slug);
  await composer(page).fill('Wait until I have an account.');
  await press(page, 'Sign up to comment');
  await page.getByLabel('Name').fill('late-ada');
  await page.getByLabel('Password').fill(PASSWORD);
  await press(page, 'Create account');
  await expect(composer(page)).toHaveValue('Wait until I have an account.');
  await expect(composer(page)).toBeInViewport();
  await press(page, 'Comment');
  await expect(saying(page, 'Wait until I have an account.')).toBeVisible();
  await expect(composer(page)).toHaveValue('');
});

test('a reply to a comment that was withdrawn keeps its text and can become a top-level comment', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const theirs = await grace.post(slug, 'Soon gone.');
  const page = await ada.read(slug);
  await commentOf(page, theirs).getByRole('link', { name: 'Reply' }).click();
  await page.getByLabel(`Reply to ${grace.name}`).fill('I had something to say.');
  await grace.withdraw(theirs);
  await expect(commentOf(page, theirs)).toContainText('Withdrawn by its author.');
  await expect(page.getByText('This comment was removed.')).toBeVisible();
  await page.keyboard.type(' And I say it.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('was removed');
  await expect(composer(page)).toHaveValue('I had something to say. And I say it.');
  await press(page, 'Comment');
  await expect(
    saying(page, 'I had something to say. And I say it.').getByRole('link', { name: 'Edit' }),
  ).toBeVisible();
});

for (const how of ['by a live message', 'refused by the server'])
  test(`a conflicting edit shows the current text and keeps mine, ${how}`, async ({ publish, user }) => {
    const { slug } = await publish();
    const ada = await user('linus');
    const first = await ada.post(slug, 'First version.');
    const one = await ada.read(slug);
    const two = await ada.context.newPage();
    if (how !== 'by a live message') await deafen(two);
    await two.goto(`/v/${slug}`);
    await two.waitForLoadState('networkidle');
    for (const page of [one, two]) await commentOf(page, first).getByRole('link', { name: 'Edit' }).click();
    await one.getByLabel('Edit your comment').fill('From the first tab.');
    await two.getByLabel('Edit your comment').fill('From the second tab.');
    await one.getByLabel('Edit your comment').press('Control+Enter');
    await expect(commentOf(one, first)).toContainText('From the first tab.');

    if (how === 'by a live message')
      await expect(below(two, first).getByRole('status')).toContainText('changed');
    else {
      await two.getByLabel('Edit your comment').press('Control+Enter');
      await expect(below(two, first).getByRole('alert')).toContainText('changed');
    }
    await expect(below(two, first)).toContainText('From the first tab.');
    await expect(two.getByLabel('Edit your comment')).toHaveValue('From the second tab.');

    await two.getByLabel('Edit your comment').press('Control+Enter');
    await expect(below(two, first).getByRole('alert')).toContainText('hoose which text to keep');
    await press(two, 'Use my draft');
    await two.getByLabel('Edit your comment').press('Control+Enter');
    await expect(commentOf(two, first)).toContainText('From the second tab.');
    await expect(commentOf(one, first)).toContainText('From the second tab.');
  });

test('without JavaScript a conflicting edit shows the current text and keeps mine', async ({
  publish,
  user,
  browser,
}) => {
  const { slug } = await publish();
  const ada = await user('mary');
  const first = await ada.post(slug, 'First version.');
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await ada.context.storageState(),
  });
  const page = await context.newPage();
  await page.goto(`/v/${slug}?edit=${first.id}`);
  await page.getByLabel('Edit your comment').fill('Mine, later.');
  await ada.edit(first, 'Mine, elsewhere.');
  await press(page, 'Save');
  await expect(page.getByRole('alert')).toContainText('changed');
  await expect(below(page, first)).toContainText('Mine, elsewhere.');
  await expect(page.getByLabel('Edit your comment')).toHaveValue('Mine, later.');
  await press(page, 'Save');
  await expect(commentOf(page, first)).toContainText('Mine, later.');
  await context.close();
});

const edit = (page: Page, comment: { id: string }) =>
  commentOf(page, comment).getByRole('link', { name: 'Edit', exact: true }).click();
const editor = (page: Page) => page.getByLabel('Edit your comment');

test('a draft from before the comment changed is shown beside the current text; cancelling discards a draft', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const first = await ada.post(slug, 'First version.');
  const page = await ada.read(slug);
  await edit(page, first);
  await editor(page).fill('My old draft.');
  await expect(page.getByText('draft saved')).toBeVisible();
  await page.goto('/about');
  const second = await ada.edit(first, 'Second version.');
  await page.goto(`/v/${slug}`);
  await edit(page, first);
  await expect(below(page, first).getByRole('status')).toContainText('Second version.');
  await expect(editor(page)).toHaveValue('My old draft.');
  await press(page, 'Save');
  await expect(below(page, first).getByRole('alert')).toContainText('Choose');
  await press(page, 'Use the current text');
  await expect(editor(page)).toHaveValue('Second version.');
  await expect(page.getByText('My old draft.')).toHaveCount(0);

  // A text that the page hasn't shown can't be replaced: the request names the version that the draft is based on.
  await editor(page).fill('My new draft.');
  await page.reload();
  await edit(page, first);
  await expect(editor(page)).toHaveValue('My new draft.');
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await press(page, 'Save');
  expect((await sent).postDataJSON()).toEqual({ body: 'My new draft.', version: second.version });
  await expect(commentOf(page, first)).toContainText('My new draft.');

  await edit(page, first);
  await editor(page).fill('Never mind.');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.reload();
  await edit(page, first);
  await expect(editor(page)).toHaveValue('My new draft.');
});

test('an edit form stays with its text when the comment is gone, and the text can be copied', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const first = await ada.post(slug, 'First version.');
  const page = await ada.read(slug);
  await edit(page, first);
  await editor(page).fill('A careful answer.');
  await ada.withdraw(first);
  const rescued = page.getByLabel('What you were writing');
  await expect(rescued).toHaveValue('A careful answer.');
  await expect(rescued).toBeFocused();
  await expect(below(page, first).getByRole('alert')).toContainText('withdrawn while you were editing it');
  await press(page, 'Copy text');
  await expect(page.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('A careful answer.');
  await press(page, 'Discard and close');
  await expect(commentOf(page, first)).toHaveCount(0);

  // Without a live message the server's refusal says it.
  const second = await ada.post(slug, 'Another one.');
  await edit(page, second);
  await editor(page).fill('A second answer.');
  const detail = 'This comment doesn’t exist.';
  await page.route(`**/comments/${second.id}`, (route) =>
    route.fulfill({ status: 404, json: { code: 'comment-not-found', detail } }),
  );
  await press(page, 'Save');
  await expect(rescued).toHaveValue('A second answer.');
});

test('a refused comment waits in its composer after a reload, isn’t sent again, and can be changed or discarded; two presses are one', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const first = await ada.post(slug, 'Said once.');
  const page = await ada.read(slug);
  const [arrived, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let posts = 0;
  await page.route('**/comments', async (route) => {
    posts += 1;
    arrived.resolve();
    await answered.promise;
    await route.continue();
  });
  await composer(page).fill('Said once.');
  await press(page, 'Comment');
  await arrived.promise;
  await press(page, 'Comment');
  await expect(page.getByRole('alert')).toHaveCount(0);
  answered.resolve();
  await expect(page.getByRole('alert')).toContainText('Write something new.');
  await expect(composer(page)).toHaveValue('Said once.');
  await expect(saying(page, 'Said once.')).toHaveCount(1);

  await page.reload();
  await expect(page.getByRole('alert')).toContainText('Write something new.');
  await expect(composer(page)).toHaveValue('Said once.');
  await page.waitForLoadState('networkidle');
  expect(posts).toBe(1);
  await press(page, 'Discard this text');
  await expect(composer(page)).toHaveValue('');
  await page.reload();
  await expect(commentOf(page, first)).toBeVisible();
  await expect(composer(page)).toHaveValue('');

  // A reply returns to the form below its parent, and waits beside what is written there meanwhile.
  await commentOf(page, first).getByRole('link', { name: 'Reply' }).click();
  await page.getByLabel(`Reply to ${ada.name}`).fill('Said once.');
  await press(page, 'Reply');
  await expect(page.getByLabel(`Reply to ${ada.name}`)).toHaveValue('Said once.');
  await expect(below(page, first).getByRole('alert')).toContainText('Write something new.');
});

test('a comment sent without an answer is sent again by the next page, unless it was withdrawn in the meantime', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const page = await ada.context.newPage();
  await deafen(page);
  await page.goto(`/v/${slug}`);
  const lose = async (text: string) => {
    await page.route('**/comments', (route) => route.fetch().then(() => route.abort()), { times: 1 });
    await composer(page).fill(text);
    await press(page, 'Comment');
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  };
  await lose('Withdrawn elsewhere.');
  const { items } = await ada.request<{ items: { id: string }[] }>('GET', `/verdicts/${slug}/comments`);
  await ada.request('DELETE', `/comments/${items[0]!.id}`);
  await page.reload();
  await expect(page.getByText('was withdrawn or removed in the meantime')).toBeVisible();
  await expect(saying(page, 'Withdrawn elsewhere.')).toHaveCount(0);
  await page.reload();
  await expect(composer(page)).toHaveValue('');
  await expect(page.getByText('in the meantime')).toHaveCount(0);

  await lose('Once.');
  await page.reload();
  await expect(saying(page, 'Once.').getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(saying(page, 'Once.')).toHaveCount(1);
});

test('two tabs keep their texts apart, and a tab clears only what it sent', async ({ publish, user }) => {
  const { slug } = await publish();
  const ada = await user('ada');
  const [one, two] = [await ada.read(slug), await ada.read(slug)];
  await composer(one).fill('From the first tab.');
  await composer(two).fill('From the second tab.');
  await press(two, 'Comment');
  await expect(saying(two, 'From the second tab.').getByRole('link', { name: 'Edit' })).toBeVisible();
  await expect(composer(one)).toHaveValue('From the first tab.');
  await one.reload();
  await expect(composer(one)).toHaveValue('From the first tab.');
  await two.reload();
  await expect(composer(two)).toHaveValue('From the first tab.');
  await composer(two).fill('Instead of it.');
  await press(two, 'Comment');
  await expect(saying(two, 'Instead of it.').getByRole('link', { name: 'Edit' })).toBeVisible();
  await one.close();
  await expect(composer(await ada.read(slug))).toHaveValue('From the first tab.');
});

test('a draft belongs to its account: the next person sees none of it, and an anonymous one moves once', async ({
  publish,
  user,
}) => {
  const { slug } = await publish();
  const [ada, grace] = [await user('ada'), await user('grace')];
  const signIn = (username: string) =>
    ada.request('POST', '/session', { username, password: PASSWORD }).then(() => show(page));
  const signOut = () => ada.request('DELETE', '/session').then(() => show(page));
  const show = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const page = await ada.read(slug);
  await composer(page).fill('Ada’s thought.');
  await signOut();
  await expect(composer(page)).toHaveValue('');
  await expect(page.getByText('Your text is saved for it.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sign up to comment' })).toBeVisible();
  await expect(composer(page)).toHaveValue('');
  await signIn(grace.name);
  await page.reload();
  await expect(page.getByRole('button', { name: 'Comment', exact: true })).toBeVisible();
  await expect(composer(page)).toHaveValue('');
  await signOut();
  await composer(page).fill('Nobody’s thought.');
  await signIn(grace.name);
  await page.reload();
  await expect(composer(page)).toHaveValue('Nobody’s thought.');
  await signOut();
  await expect(composer(page)).toHaveValue('');
  await signIn(ada.name);
  await expect(composer(page)).toHaveValue('Ada’s thought.');
  // Nor does the browser fill it in again after "Back".
  await page.goto('/about');
  await ada.request('DELETE', '/session');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Sign up to comment' })).toBeVisible();
  await expect(composer(page)).toHaveValue('');
});
