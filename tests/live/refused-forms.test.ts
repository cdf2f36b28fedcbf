// Without scripts, a refused form returns to its page: with the fault on it, and the focus on the fault.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite, type Site } from '../support/site.ts';
import { ApiClient } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';

let site: Site;
let slug: string;
let admin: ApiClient;
let ids: { own: string; theirs: string; case: string };

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off', RATE_LIMITS: 'off' } });
  admin = await ApiClient.signUp(site.url, 'linus');
  const grace = await ApiClient.signUp(site.url, 'grace');
  slug = await publishTitled(site, 'On forms');
  const [own, theirs] = [await admin.post(slug, 'Mine.'), await grace.post(slug, 'Hers.')];
  await site.setRole('linus', 'admin');
  await admin.request('POST', `/comments/${theirs.id}/reports`, { reason: 'spam' });
  const [first] = await site.sql<{ id: string }>('SELECT id FROM cases LIMIT 1');
  ids = { own: own.id, theirs: theirs.id, case: first!.id };
});
afterAll(() => site?.stop());

const ask = (path: string, cookie: string, init: RequestInit = {}) =>
  fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { accept: 'text/html', cookie, ...(init.headers as Record<string, string>) },
  });

const attribute = (tag: string, name: string) =>
  new RegExp(`\\s${name}="?([^"\\s>]*)`).exec(tag)?.[1]?.replaceAll('&amp;', '&');

interface Form {
  action: string;
  fields: URLSearchParams;
}

/** The POST forms of a page, with the values of their hidden fields. */
async function formsOf(path: string, cookie: string): Promise<Form[]> {
  const html = await (await ask(path, cookie)).text();
  return [...html.matchAll(/(<form\b(?:"[^"]*"|[^">])*>)(.*?)<\/form>/gis)]
    .filter(([, tag]) => attribute(tag!, 'method')?.toLowerCase() === 'post')
    .map(([, tag, content]) => {
      const hidden = [...content!.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
        attribute(input, 'name') ?? '',
        attribute(input, 'value') ?? '',
      ]);
      const { pathname, search } = new URL(attribute(tag!, 'action') ?? '', site.url + path);
      return { action: pathname + search, fields: new URLSearchParams(hidden) };
    });
}

/** The tags that have the focus on the page which this form returns to. */
async function focused({ action, fields }: Form, cookie: string): Promise<[number, string[]]> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: site.url };
  const response = await ask(action, cookie, { method: 'POST', body: fields.toString(), headers });
  const tags = (await response.text()).match(/<\w+\b(?:"[^"]*"|[^">])*\sautofocus\b(?:"[^"]*"|[^">])*>/g);
  return [
    response.status,
    (tags ?? []).map((tag) => (/aria-invalid="true"|role="?alert/.test(tag) ? 'fault' : tag)),
  ];
}

test.each([
  ['/v/SLUG', 4],
  ['/v/SLUG?reply=THEIRS', 5],
  ['/v/SLUG?edit=OWN', 5],
  ['/v/SLUG?withdraw=OWN', 5],
  ['/v/SLUG/report/THEIRS', 1],
  ['/feedback', 1],
  ['/settings', 4],
  ['/sign-out', 1],
  ['/moderation', 1],
  ['/moderation/cases/CASE', 1],
  ['/admin/words', 1],
  ['/admin/settings', 1],
  ['/admin/people?q=grace', 1],
  ['/admin/rules', 1],
  ['/admin/verdicts', 1],
  ['/admin/verdicts/new', 1],
])('on %s, every form of a stale page is refused at a visible fault', async (path, least) => {
  const address = path
    .replace('SLUG', slug)
    .replace('OWN', ids.own)
    .replace('THEIRS', ids.theirs)
    .replace('CASE', ids.case);
  // The footer’s form takes an address from anyone.
  const forms = (await formsOf(address, admin.cookie)).filter(({ action }) => action !== '/report');
  expect(forms.length).toBeGreaterThanOrEqual(least);
  for (const form of forms) {
    form.fields.set('viewer', 'someone');
    expect([form.action, await focused(form, admin.cookie)]).toEqual([form.action, [409, ['fault']]]);
  }
});

test.each(['/sign-in', '/sign-up', '/feedback', '/reset', '/v/SLUG?reply=THEIRS'])(
  'on %s, an empty form is refused at the first empty field',
  async (path) => {
    const cookie = path.startsWith('/v/') ? admin.cookie : '';
    const address = path.replace('SLUG', slug).replace('THEIRS', ids.theirs);
    const forms = await formsOf(address, cookie);
    const written = path.startsWith('/v/')
      ? forms.filter(({ action }) => action.includes('/comment'))
      : forms;
    expect(written.length).toBeGreaterThan(0);
    for (const form of written)
      expect([form.action, await focused(form, cookie)]).toEqual([form.action, [422, ['fault']]]);
  },
);
