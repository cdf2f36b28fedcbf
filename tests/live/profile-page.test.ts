import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';
import { startSite, type Site } from '../support/site.ts';

const SLUG = 'on-profiles';
const OWN = 'You still need';

let site: Site;
let ada: ApiClient, grace: ApiClient, mary: ApiClient;

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  await publishTitled(site, 'On profiles');
  ada = await ApiClient.signUp(site.url, 'ada');
  grace = await ApiClient.signUp(site.url, 'grace');
  mary = await ApiClient.signUp(site.url, 'mary');
  await site.setRole('mary', 'moderator');
});
afterAll(() => site?.stop());

async function read(cookie = '', path = '/u/ada'): Promise<{ html: string; kept: boolean; status: number }> {
  const headers = { accept: 'text/html', ...(cookie ? { cookie } : {}) };
  const response = await fetch(site.url + path, { headers });
  const kept = !response.headers.has('x-request-id');
  return { html: await response.text(), kept, status: response.status };
}
const withScripts = ({ cookie }: ApiClient) => `${cookie}; scripts=on`;

/** Without the head, where copies for requests with a session lead browsers without scripts to their own page. */
const said = (html: string) => /<main.*<\/main>/s.exec(html)![0];

test('a profile that its owner, a moderator or another reader has read first is the same for everyone', async () => {
  for (const who of [ada, mary, grace]) {
    const comment = await grace.post(SLUG, `Before ${who.name}.`);
    await ada.post(SLUG, `For ${who.name}, after ${comment.id}.`);
    const first = await read(withScripts(who));
    expect(first.html).not.toContain(OWN);
    for (const cookie of ['', withScripts(ada), withScripts(mary), withScripts(grace)]) {
      const { html } = await read(cookie);
      expect(said(html)).toBe(said((await read()).html));
      expect(html).toContain(`For ${who.name}, after`);
      expect(html).not.toContain(OWN);
    }
    // Twice, because each minute has a new cache key.
    expect((await read()).kept || (await read()).kept).toBe(true);
  }
});

test('a browser without scripts gets its reader’s page, which nobody else gets', async () => {
  expect((await read(ada.cookie)).html).toContain(OWN);
  expect((await read(grace.cookie)).html).not.toContain(OWN);
  expect((await read()).html).not.toContain(OWN);
});

test('a change of the profile is on the next page', async () => {
  const { id } = await ada.post(SLUG, 'To be withdrawn.');
  expect((await read()).html).toContain('To be withdrawn.');
  await ada.request('DELETE', `/comments/${id}`);
  expect((await read()).html).not.toContain('To be withdrawn.');
  await site.sql(`UPDATE users SET erase_at = now() + interval '7 days' WHERE username = 'ada'`);
  expect((await read()).status).toBe(404);
  await site.sql(`UPDATE users SET erase_at = NULL WHERE username = 'ada'`);
  expect((await read()).status).toBe(200);
});
