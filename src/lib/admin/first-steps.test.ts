import { expect, test } from 'vitest';
import { firstSteps, type SiteState } from './first-steps.ts';

const NEW: SiteState = {
  ownVerdicts: 0,
  moderators: 0,
  admins: 1,
  origin: 'http://127.0.0.1:3000',
  smtp: false,
};
const done = (site: Partial<SiteState>) =>
  firstSteps({ ...NEW, ...site })
    .filter((step) => step.done)
    .map(({ title }) => title);

test('on a new site nothing is done', () => {
  expect(firstSteps(NEW)).toHaveLength(4);
  expect(done({})).toEqual([]);
});

test.each([
  [{ ownVerdicts: 1 }, 'Publish a verdict of your own'],
  [{ moderators: 1 }, 'Make a moderator'],
  [{ admins: 2 }, 'Make a moderator'],
  [{ origin: 'https://copecheck.example' }, 'Set the public address'],
  [{ smtp: true }, 'Set up email'],
] as const)('%j ticks one step off', (site, title) => {
  expect(done(site)).toEqual([title]);
});

test.each(['http://localhost:3000', 'http://[::1]:3000', 'http://127.3.2.1', 'http://0.0.0.0:3000'])(
  '%s is no public address',
  (origin) => expect(done({ origin })).toEqual([]),
);

test('the list ends with its last step', () => {
  const all = { ownVerdicts: 1, moderators: 1, origin: 'https://copecheck.example', smtp: true };
  expect(firstSteps({ ...NEW, ...all })).toEqual([]);
  expect(firstSteps({ ...NEW, ...all, smtp: false })).toHaveLength(4);
});
