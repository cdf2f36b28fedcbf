import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSite, type Site } from '../support/site.ts';
import { ApiClient } from '../support/api-client.ts';
import { publishTitled } from '../support/publish.ts';

let site: Site;
let slug: string;
let hidden: string;
let ids: { own: string; theirs: string; case: string };
const people = {} as Record<'admin' | 'moderator' | 'reader', ApiClient>;

beforeAll(async () => {
  site = await startSite({ env: { SAMPLE_DATA: 'off' } });
  for (const name of ['admin', 'moderator', 'reader'] as const)
    people[name] = await ApiClient.signUp(site.url, `${name}-of-site`);
  for (const name of ['admin', 'moderator'] as const) {
    await site.setRole(`${name}-of-site`, name);
    await people[name].request('GET', '/me');
  }
  slug = await publishTitled(site, 'For everyone');
  const own = await people.admin.post(slug, 'Mine.');
  const theirs = await people.reader.post(slug, 'Hers.');
  await people.admin.request('POST', `/comments/${theirs.id}/reports`, { reason: 'spam' });
  const [first] = await site.sql<{ id: string }>('SELECT id FROM cases');
  ids = { own: own.id, theirs: theirs.id, case: first!.id };
  hidden = await publishTitled(site, 'For admins');
  await people.admin.request('POST', `/verdicts/${hidden}/unpublish`);
});
afterAll(() => site?.stop());

const ON = 'scripts=on';
const cookiesOf = (name: keyof typeof people, ...more: string[]) => [people[name].cookie, ...more].join('; ');

const ask = (path: string, cookie = '', init: RequestInit = {}) =>
  fetch(site.url + path, {
    redirect: 'manual',
    ...init,
    headers: { accept: 'text/html', ...(cookie && { cookie }), ...(init.headers as Record<string, string>) },
  });

/** The attributes of <html>, as the server sends them. */
async function rootOf(response: Promise<Response>): Promise<string> {
  return /<html lang="en" ([^>]*)>/.exec(await (await response).text())![1]!.trim();
}

/** The cookies that a response deletes. */
const deleted = (response: Response) =>
  response.headers.getSetCookie().flatMap((line) => /^([^=]+)=;.*Max-Age=0/.exec(line)?.[1] ?? []);

const vote = (cookie: string, headers: Record<string, string> = {}, fields = 'claim=x&stance=agree') =>
  ask(`/v/${slug}?/vote`, cookie, {
    method: 'POST',
    body: fields,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site.url, ...headers },
  });

const SHARED = 'data-theme="system" data-viewer="anonymous" data-shared';

test.each(['/', '/v/for-everyone', '/u/reader-of-site', '/v/none', '/?q=everyone'])(
  '%s is for everyone if the browser runs scripts, and for its reader if not',
  async (path) => {
    expect(await rootOf(ask(path))).toBe(SHARED);
    for (const name of ['reader', 'moderator', 'admin'] as const) {
      // Only its reader may know more of a verdict that isn't there.
      if (path !== '/v/none')
        expect(await rootOf(ask(path, cookiesOf(name, 'appearance=dark', ON)))).toBe(SHARED);
      expect(await rootOf(ask(path, cookiesOf(name, 'appearance=dark')))).toBe(
        `data-theme="dark" data-viewer="${name}" data-name="${name}-of-site"`,
      );
    }
    expect(await rootOf(ask(path, `appearance=light; ${ON}`))).toBe(SHARED);
    expect(await rootOf(ask(path, 'appearance=light'))).toBe('data-theme="light" data-viewer="anonymous"');
  },
);

test('every inline script of a page is allowed by its hash, and no other is', async () => {
  for (const path of ['/', `/v/${slug}`, '/about', '/none']) {
    const response = await ask(path);
    const allowed = /script-src ([^;]*)/
      .exec(response.headers.get('content-security-policy')!)![1]!
      .split(' ');
    const inline = [...(await response.text()).matchAll(/<script>(.*?)<\/script>/gs)].map(
      ([, script]) => script!,
    );
    const hashes = inline.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
    expect(inline.length).toBeGreaterThan(1);
    expect(allowed.toSorted()).toEqual(["'self'", ...hashes].toSorted());
  }
});

test('other pages are for their reader, with or without scripts', async () => {
  for (const more of [[], [ON]])
    expect(await rootOf(ask('/about', cookiesOf('reader', 'appearance=dark', ...more)))).toBe(
      'data-theme="dark" data-viewer="reader" data-name="reader-of-site"',
    );
});

test('the data of a shared page is for everyone, with or without `scripts`', async () => {
  for (const path of ['/', `/v/${slug}`, '/u/reader-of-site'])
    for (const more of [[], [ON]]) {
      const { headers, ...response } = await ask(
        `${path.replace(/\/$/, '')}/__data.json`,
        cookiesOf('moderator', ...more),
      ).then(async (answer) => ({ headers: answer.headers, text: await answer.text() }));
      expect(response.text).not.toContain('moderator-of-site');
      expect(headers.get('cache-control')).toMatch(/^private/);
    }
  const about = await ask('/settings/__data.json', cookiesOf('moderator', ON));
  expect(await about.text()).toContain('moderator-of-site');
});

test('a HEAD is answered as a GET', async () => {
  const { status, headers } = await ask('/', cookiesOf('reader', ON), { method: 'HEAD' });
  expect([status, headers.get('cache-control')]).toEqual([200, 'private, no-cache']);
});

test('the cookie that names the reader opens nothing', async () => {
  for (const cookie of ['viewer=admin.admin-of-site', `viewer=admin.admin-of-site; ${ON}`]) {
    expect((await ask(`/v/${hidden}`, cookie)).status).toBe(404);
    expect((await ask('/admin', cookie)).status).not.toBe(200);
    expect(await rootOf(ask('/about', cookie))).toContain('data-viewer="anonymous"');
  }
});

test('admins see an unpublished verdict, and nobody else does', async () => {
  for (const path of [`/v/${hidden}`, `/v/${hidden}/__data.json`])
    for (const more of [[], [ON]]) {
      const page = await (await ask(path, cookiesOf('admin', ...more))).text();
      expect(page, `${path} ${more.join()}`).toContain('For admins');
      for (const other of ['', ON, cookiesOf('reader', ...more), cookiesOf('moderator', ...more)])
        expect(await (await ask(path, other)).text()).not.toContain('For admins');
    }
  expect(await rootOf(ask(`/v/${hidden}`, cookiesOf('admin', ON)))).toBe(
    'data-theme="system" data-viewer="admin" data-name="admin-of-site"',
  );
});

test('a notice of what was done is shown once, with scripts too', async () => {
  const done = await ask(`/v/${slug}`, cookiesOf('admin', ON, 'done=changed'));
  expect(deleted(done)).toEqual(['done']);
  expect(await done.text()).toContain('The new version is published.');
});

test('a plain form of a shared page means that scripts failed: the page after it is for its reader', async () => {
  const [claim] = await site.sql<{ id: string }>(
    'SELECT c.id FROM claims c JOIN verdicts v ON v.id = c.verdict_id WHERE v.slug = $1 LIMIT 1',
    [slug],
  );
  const plain = await vote(cookiesOf('reader', ON), {}, `claim=${claim!.id}&stance=agree`);
  expect([plain.status, deleted(plain)]).toEqual([303, ['scripts']]);
  const refused = await vote(cookiesOf('reader', ON), {}, 'claim=none');
  expect([refused.status, deleted(refused)]).toEqual([422, ['scripts']]);
  expect(await rootOf(Promise.resolve(refused))).toBe(
    'data-theme="system" data-viewer="reader" data-name="reader-of-site"',
  );
});

test('a form that a script sends leaves `scripts`', async () => {
  const sent = await vote(cookiesOf('reader', ON), {
    'x-sveltekit-action': 'true',
    accept: 'application/json',
  });
  expect(deleted(sent)).toEqual([]);
});

test.each([
  ['/v/for-everyone?sort=newest#c-1', '/v/for-everyone?sort=newest#c-1'],
  ['//evil.example/v/x', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['/\t/evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['', '/'],
])('/no-script deletes `scripts` and leads to %j as %j', async (to, location) => {
  const response = await ask(`/no-script?to=${encodeURIComponent(to)}`, cookiesOf('reader', ON));
  expect([response.status, response.headers.get('location')]).toEqual([303, location]);
  expect(deleted(response)).toEqual(['scripts']);
});

test('a session that ended takes the name with it', async () => {
  const gone = await ApiClient.signUp(site.url, 'gone-reader');
  const cookie = gone.cookie;
  await site.sql('DELETE FROM sessions USING users WHERE users.id = user_id AND username = $1', [
    'gone-reader',
  ]);
  expect(await rootOf(ask('/', `${cookie}; ${ON}`))).toBe(SHARED);
  for (const path of ['/api/v1/me', '/api/v1/mine', '/about', '/'])
    expect(deleted(await ask(path, cookie)).sort(), path).toEqual(['session', 'viewer']);
  expect(deleted(await ask('/api/v1/mine', 'viewer=reader.gone-reader'))).toEqual(['viewer']);
});

test('the name of another account is corrected by any response to its reader', async () => {
  const session = /session=[^;]*/.exec(people.reader.cookie)![0];
  for (const path of ['/api/v1/me', '/about', '/', '/settings'])
    expect((await ask(path, `${session}; viewer=admin.admin-of-site`)).headers.getSetCookie(), path).toEqual([
      expect.stringMatching(/^viewer=reader\.reader-of-site; Max-Age=\d+; Path=\/; SameSite=Lax$/i),
    ]);
});

test('on a retracted verdict authors who run scripts can still withdraw their comments', async () => {
  const gone = await publishTitled(site, 'To be retracted');
  await people.reader.request('POST', `/verdicts/${gone}/comments`, { body: 'Mine, to withdraw.' });
  await people.admin.request('POST', `/verdicts/${gone}/retract`, { note: 'Invented.' });
  const shown = async (name?: keyof typeof people, path = `/v/${gone}`) =>
    (await ask(path, name ? cookiesOf(name, ON) : '')).text();
  expect(await shown('reader')).toContain('?/withdraw');
  for (const name of ['moderator', undefined] as const) expect(await shown(name)).not.toContain('?/withdraw');
});

test('a page for its reader names them in each of its POST forms, and a page for everyone names nobody', async () => {
  const postForms = (page: string) => page.match(/<form[^>]* method="post"/gi)?.length ?? 0;
  const named = (page: string, name: string) =>
    page.split(`<input type="hidden" name="viewer" value="${name}">`).length - 1;
  const textOf = async (path: string, cookie: string) => (await ask(path, cookie)).text();
  for (const path of ['/settings', `/v/${slug}`]) {
    const own = await textOf(path, cookiesOf('reader'));
    expect(postForms(own)).toBeGreaterThan(2);
    expect(named(own, 'reader-of-site')).toBe(postForms(own));
  }
  const anonymous = await textOf('/feedback', '');
  expect(named(anonymous, '-')).toBe(postForms(anonymous));
  // Not in the form that searches.
  const front = await textOf('/', cookiesOf('reader'));
  expect(named(front, 'reader-of-site')).toBe(postForms(front));
  for (const path of ['/', `/v/${slug}`])
    expect(await textOf(path, cookiesOf('reader', ON))).not.toContain('name="viewer"');
});

test('a write from a page that shows someone else is refused, and changes nothing', async () => {
  const [claim] = await site.sql<{ id: string }>(
    'SELECT c.id FROM claims c JOIN verdicts v ON v.id = c.verdict_id WHERE v.slug = $1 LIMIT 1',
    [slug],
  );
  const put = async (shown: string | null) => {
    const headers = { 'content-type': 'application/json', origin: site.url };
    const response = await ask(`/api/v1/claims/${claim!.id}/vote`, cookiesOf('admin'), {
      method: 'PUT',
      body: '{"stance":"agree"}',
      headers: { ...headers, ...(shown === null ? {} : { 'copecheck-viewer': shown }) },
    });
    const { code, detail, agree } = (await response.json()) as Record<string, unknown>;
    return [response.status, code ?? agree, detail];
  };
  const before = (await put(null))[1];
  for (const shown of ['reader-of-site', '-', '%', ''])
    expect(await put(shown)).toEqual([409, 'other-account', expect.stringContaining('as admin-of-site now')]);
  expect((await put('admin%2Dof-site')).slice(0, 2)).toEqual([200, before]);

  const send = async (path: string, viewer: string) => {
    const response = await ask(path, cookiesOf('admin'), {
      method: 'POST',
      body: `viewer=${viewer}&body=Kept.&theme=dark`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: site.url },
    });
    return { status: response.status, text: await response.text(), cookies: response.headers.getSetCookie() };
  };
  const forms = ['comment', 'edit', 'withdraw', 'rate', 'vote'].map((action) => `/v/${slug}?/${action}`);
  for (const path of [
    ...forms,
    ...['/settings?/appearance', '/notices?/mark', '/feedback', '/sign-out', '/admin/words?/add'],
  ]) {
    const { status, text, cookies } = await send(path, 'reader-of-site');
    expect([path, status, cookies.filter((line) => /^(session|appearance)=/.test(line))]).toEqual([
      path,
      409,
      [],
    ]);
    expect(text, path).toContain('you are signed in as admin-of-site now');
    expect(text, path).toContain('data-name="admin-of-site"');
  }
  expect((await send(`/v/${slug}?/comment`, 'reader-of-site')).text).toContain('>Kept.</textarea>');
  // Signing in says who acts.
  expect((await send('/sign-in', '-')).status).toBe(422);
  expect((await send('/settings?/appearance', 'admin-of-site')).status).toBe(200);
});

// Without scripts, a refused form returns to its page: with the fault on it, and the focus on the fault.

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

/** Several pages have a form with the same action, such as the one to sign out: it is sent once. */
const sent = new Set<string>();

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
  ['/admin/people?q=reader', 1],
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
  const forms = (await formsOf(address, people.admin.cookie)).filter(({ action }) => action !== '/report');
  expect(forms.length).toBeGreaterThanOrEqual(least);
  for (const form of forms.filter(({ action }) => !sent.has(action))) {
    form.fields.set('viewer', 'someone');
    expect([form.action, await focused(form, people.admin.cookie)]).toEqual([form.action, [409, ['fault']]]);
    sent.add(form.action);
  }
});

test.each(['/sign-in', '/sign-up', '/feedback', '/reset', '/v/SLUG?reply=THEIRS'])(
  'on %s, an empty form is refused at the first empty field',
  async (path) => {
    const cookie = path.startsWith('/v/') ? people.admin.cookie : '';
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
