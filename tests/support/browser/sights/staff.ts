// The pages of moderators and admins.
import { press, type Sights } from './sight.ts';
import type { Stage } from './stage.ts';

export function staffSights({ links, drafts, reported }: Stage): Sights {
  return {
    'the queue': { who: 'moderator', path: '/moderation' },
    'the keys of the queue': {
      who: 'moderator',
      path: '/moderation',
      act: async (page) => {
        await page.locator('body').press('?');
        await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
      },
    },
    'a case with a decision chosen': { who: 'moderator', path: `${links.case}?do=remove` },
    'a case that was decided': { who: 'admin', path: `${links.appealed}?do=restrict` },
    'decisions on a comment from its thread': {
      who: 'moderator',
      path: `/moderation/comments/${reported.id}?do=remove`,
    },
    'restricted accounts': { who: 'moderator', path: '/moderation/restricted' },
    'the moderation log': { who: 'visitor', path: '/moderation-log' },
    'the admin’s overview': { who: 'admin', path: '/admin' },
    'the admin’s list of verdicts': {
      who: 'admin',
      path: '/admin/verdicts',
      act: (page) => page.getByText('Take down').first().click(),
    },
    'a new verdict, refused': {
      who: 'admin',
      path: '/admin/verdicts/new',
      act: async (page) => {
        await press(page, 'Continue to the preview');
        await page.getByText('Paste the page of a verdict').waitFor();
      },
    },
    'a draft with lines selected, one of them not understood': {
      who: 'admin',
      path: drafts.whole,
      act: async (page) => {
        await page.locator('li label').nth(2).click();
        await page
          .locator('li label')
          .nth(10)
          .click({ modifiers: ['Shift'] });
        await page.getByText('Edit the source text').click();
      },
    },
    'a draft that can’t be read': { who: 'admin', path: drafts.refused },
    'an edit of a verdict': { who: 'admin', path: drafts.edit },
    'challenges, one to review': { who: 'admin', path: '/admin/challenges' },
    'authors, one to check and one approved': { who: 'admin', path: '/admin/authors' },
    'feedback received': { who: 'admin', path: '/admin/feedback' },
    email: { who: 'admin', path: '/admin/mail' },
    people: { who: 'admin', path: '/admin/people' },
    'listed words': { who: 'admin', path: '/admin/words' },
    'the rules, as an admin edits one': {
      who: 'admin',
      path: '/admin/rules',
      act: async (page) => {
        await page.getByText('Edit: Don’t publish private data').click();
        await page.getByRole('button', { name: 'Preview' }).first().click();
        await page.getByRole('region', { name: 'Preview' }).waitFor();
      },
    },
    'site settings': { who: 'admin', path: '/admin/settings' },
    'the health of the process': {
      who: 'admin',
      path: '/admin/health',
      act: (page) => page.getByRole('article', { name: 'Requests', exact: true }).waitFor(),
    },
    'an issue of The Cope Report being prepared': {
      who: 'admin',
      path: '/admin/report?look=page',
      act: async (page) => {
        await press(page, 'Compose the next issue');
        await page.getByRole('heading', { name: 'Preview' }).waitFor();
      },
    },
    'an issue being sent': {
      who: 'admin',
      path: '/admin/report',
      act: async (page) => {
        await press(page, 'Send to 1 subscriber');
        await page.getByText('The issue is being sent.').waitFor();
      },
    },
    // Of this file's own site.
    'an issue that was sent': { who: 'visitor', path: '/report/1' },
  };
}
