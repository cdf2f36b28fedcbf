// Accounts, notices and The Cope Report.
import { randomUUID } from 'node:crypto';
import { press, type Sights } from './sight.ts';
import type { Stage } from './stage.ts';

export function accountSights({ links, people }: Stage): Sights {
  return {
    'sign-in': { who: 'visitor', path: '/sign-in' },
    'sign-up, refused': {
      who: 'visitor',
      path: '/sign-up',
      act: async (page) => {
        await page.getByLabel('Name').fill('no good!');
        await page.getByLabel('Password').fill('short');
        await press(page, 'Create account');
        await page.getByRole('alert').waitFor();
      },
    },
    'asking for a reset link, refused': {
      who: 'visitor',
      path: '/reset',
      act: async (page) => {
        await page.getByRole('main').getByLabel('Email address').fill('no@address');
        await press(page, 'Send link');
        await page.getByRole('alert').waitFor();
      },
    },
    'a new password': { who: 'visitor', path: links.reset },
    'a confirmation link that is void': { who: 'visitor', path: '/confirm?token=void' },
    'sign-out': { who: 'reader', path: '/sign-out' },
    'what a reader follows': { who: 'reader', path: '/following' },
    'a person to follow or block': { who: 'reader', path: `/following/person/${people.author.name}` },
    bookmarks: { who: 'reader', path: '/my/bookmarks' },
    'own comments, one of them removed': { who: 'author', path: '/my/comments' },
    'own drafts': { who: 'reader', path: '/my/drafts' },
    settings: { who: 'reader', path: '/settings' },
    'verdicts that a reader took part in': { who: 'reader', path: '/my/verdicts' },
    'notices of a removal, with an appeal being written': {
      who: 'author',
      path: '/notices',
      act: (page) => page.getByText('Appeal against this decision').first().click(),
    },
    'The Cope Report, just subscribed to': {
      who: 'visitor',
      path: '/report',
      act: async (page) => {
        await page.getByRole('main').getByLabel('Email address').fill(`${randomUUID()}@example.org`);
        await press(page, 'Subscribe');
        await page.getByText('Check your email.').waitFor();
      },
    },
    'a subscription to confirm': { who: 'visitor', path: links.subscribe },
    'emails about notices to stop': { who: 'visitor', path: links.stop },
    'a subscription to end': { who: 'visitor', path: links.unsubscribe },
  };
}
