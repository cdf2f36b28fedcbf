import { beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/actor.ts';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { changeSiteSettings } from './change-site-settings.server.ts';
import { findSiteSettings, forgetSiteSettings } from './find-site-settings.server.ts';
import { siteSettingsInput } from './site-settings-input.ts';
import { DEFAULT_SETTINGS } from './site-settings.ts';

await freshDatabase();

const now = new Date('2026-05-22T09:00:00Z');
const other = { firstCommentHeld: true, newcomerComments: 3, hideWeight: 12.5, trustNeedsEmail: true };
let mary: Actor;
let linus: Actor;
beforeAll(async () => {
  [mary, linus] = [await enter('mary', 'moderator'), await enter('linus', 'admin')];
});

test('the defaults apply until an admin changes them, and no one else can', async () => {
  expect(await findSiteSettings()).toEqual(DEFAULT_SETTINGS);
  for (const actor of [null, mary])
    await expect(changeSiteSettings(other, { actor, now })).rejects.toMatchObject({
      code: actor ? 'forbidden' : 'sign-in-first',
    });
  expect(await findSiteSettings()).toEqual(DEFAULT_SETTINGS);
  await changeSiteSettings(other, { actor: linus, now });
  expect(await findSiteSettings()).toEqual(other);
});

test('an invalid row in the table doesn’t stop comments', async () => {
  await db().siteSetting.create({ data: { key: 'of an older version', value: 1 } });
  forgetSiteSettings();
  expect(await findSiteSettings()).toEqual(other);
  await db().siteSetting.update({ where: { key: 'hideWeight' }, data: { value: 'much' } });
  // Not by this process: it counts a moment later.
  await expect.poll(findSiteSettings).toEqual(DEFAULT_SETTINGS);
});

test('a form sends text, and nothing for a box that isn’t ticked', () => {
  expect(siteSettingsInput.parse({ newcomerComments: '7', hideWeight: '9.5' })).toEqual({
    firstCommentHeld: false,
    newcomerComments: 7,
    hideWeight: 9.5,
    trustNeedsEmail: false,
  });
  expect(siteSettingsInput.parse({ ...other, firstCommentHeld: 'on', trustNeedsEmail: 'on' })).toEqual(other);
  for (const wrong of [
    { newcomerComments: '0' },
    { newcomerComments: 'x' },
    { hideWeight: '1' },
    { more: 1 },
  ])
    expect(siteSettingsInput.safeParse({ ...other, ...wrong }).success).toBe(false);
});
