// What readers see: verdicts and their discussion.
import type { Page } from '@playwright/test';
import { commentOf, expect } from '../users.ts';
import { press, type Sights } from './sight.ts';
import { JUDGED_SLUG, type Stage } from './stage.ts';

export function readingSights({ slug, retracted, quiet, own, answer, reported, people }: Stage): Sights {
  const verdict = `/v/${slug}`;
  const at = (page: Page) => commentOf(page, own);
  return {
    'an author’s claim': { who: 'reader', path: `/v/${slug}/authorship` },
    'the front page': { who: 'visitor', path: '/' },
    'the front page, for an admin': { who: 'admin', path: '/' },
    'a search that finds nothing': { who: 'visitor', path: '/?q=zzzzzz' },
    'the search': { who: 'visitor', path: '/search' },
    'how common ground works': { who: 'visitor', path: '/about/common-ground?agree-helpful=40' },
    'results of a search, while it is typed': {
      who: 'moderator',
      path: `/search?q=${people.author.name}`,
      act: async (page) => {
        await page.getByLabel('Search verdicts and comments').fill('argues reader or comment or point');
        await page.locator('mark').first().waitFor();
      },
    },
    'a verdict': { who: 'visitor', path: verdict },
    'a verdict, for a moderator': { who: 'moderator', path: verdict },
    'tables, and no comments': { who: 'visitor', path: `/v/${quiet}` },
    'a thread of one comment': { who: 'reader', path: `${verdict}?comment=${answer.id}` },
    'a reply being written, with a preview': {
      who: 'reader',
      path: verdict,
      act: async (page) => {
        await at(page).getByRole('link', { name: 'Reply' }).click();
        await page.getByLabel(/^Reply to/).fill('Some *words*.');
        await page.locator('.reply').getByRole('button', { name: 'Preview' }).click();
        await page.locator('.reply em').waitFor();
      },
    },
    'an edit': {
      who: 'reader',
      path: verdict,
      act: (page) => at(page).getByRole('link', { name: 'Edit' }).click(),
    },
    'the question before withdrawing': {
      who: 'reader',
      path: verdict,
      act: (page) => at(page).getByRole('link', { name: 'Withdraw' }).click(),
    },
    'a comment that could not be sent': {
      who: 'reader',
      path: verdict,
      act: async (page) => {
        await page.route('**/comments', (route) => route.abort());
        await page.getByLabel('Your comment').fill('Lost?');
        await press(page, 'Comment');
        await page.getByRole('button', { name: 'Try again' }).waitFor();
      },
    },
    'a vote cast': {
      who: 'reader',
      path: verdict,
      act: async (page) => {
        const agree = page
          .locator('#classification')
          .getByRole('button', { name: /^Agree/ })
          .first();
        if ((await agree.getAttribute('aria-pressed')) === 'false') await agree.click();
        await expect(agree).toHaveAttribute('aria-pressed', 'true');
      },
    },
    'assumptions, one at a time, after the first': {
      who: 'reader',
      path: `${verdict}/assumptions`,
      act: async (page) => {
        // With a vote from an earlier check, the pass is through the other one only.
        const all = page.getByRole('link', { name: 'Go through all' });
        if (await all.isVisible()) await all.click();
        await page.getByText('1 of 2', { exact: true }).waitFor();
        await press(page, 'Assumed');
        await page.getByText('2 of 2', { exact: true }).first().waitFor();
      },
    },
    'all assumptions voted on': { who: 'reader', path: `${verdict}/assumptions?at=9` },
    'a report in the dialog': {
      who: 'moderator',
      path: verdict,
      act: async (page) => {
        await commentOf(page, reported).getByRole('button', { name: 'Report' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    'further options for a comment, in the dialog': {
      who: 'reader',
      path: verdict,
      act: async (page) => {
        await commentOf(page, reported).getByRole('button', { name: 'More' }).click();
        await page.getByRole('button', { name: 'Bookmark' }).waitFor();
      },
    },
    'further options on their own page': {
      who: 'reader',
      path: `${verdict}/options?comment=${reported.id}`,
    },
    'a report on its own page': { who: 'moderator', path: `${verdict}/report/${reported.id}` },
    'the comments on a passage, on a page of their own': {
      who: 'reader',
      path: `${verdict}/passages/the-dissection.0`,
    },
    'the versions of a verdict': { who: 'visitor', path: `${verdict}/versions` },
    'what a version changed': {
      who: 'visitor',
      path: `${verdict}/versions/2`,
      act: async (page) => {
        for (const folded of await page.locator('main summary').all()) await folded.click();
      },
    },
    'a retracted verdict': { who: 'reader', path: `/v/${retracted}` },
    'the revisions of a comment': { who: 'visitor', path: `${verdict}/history/${answer.id}` },
    'a profile': { who: 'visitor', path: `/u/${people.reader.name}` },
    'a profile, with its bio being deleted': {
      who: 'moderator',
      path: `/u/${people.reader.name}`,
      act: (page) => page.getByText('Delete this bio').click(),
    },
    'one’s own profile': { who: 'reader', path: `/u/${people.reader.name}` },
    feedback: { who: 'visitor', path: '/feedback' },
    'the scorecard of a model': {
      who: 'visitor',
      path: `/models/${JUDGED_SLUG}`,
      act: (page) => page.getByText('Numbers by period').click(),
    },
    'the scorecard of a feed, with too few votes': { who: 'visitor', path: '/sources/arxiv-cs-cl' },
    about: { who: 'visitor', path: '/about' },
    'help about Markdown': { who: 'visitor', path: '/help/markdown' },
    'all keys of the site': {
      who: 'visitor',
      path: '/about',
      act: async (page) => {
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
    'a removal request, refused': {
      who: 'visitor',
      path: `/removal-requests?comment=${answer.id}`,
      act: async (page) => {
        await page.getByLabel('What in it harms you?').fill('It names me.');
        await page.getByLabel('Your email address').fill('no@address');
        await press(page, 'Send request');
        await page.getByRole('alert').waitFor();
      },
    },
    rules: { who: 'visitor', path: '/rules#private-data' },
    privacy: { who: 'visitor', path: '/privacy' },
    problem: { who: 'visitor', path: '/problems/rate-limited' },
    'nothing there': { who: 'visitor', path: '/no/such/page' },
    'a page that was refused': { who: 'visitor', path: `${verdict}?cursor=nonsense` },
  };
}
