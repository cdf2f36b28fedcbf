import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { showTheme, showViewer } from './root-attributes.ts';

const [, script = ''] = /<script>(.*?)<\/script>/s.exec(readFileSync('src/app.html', 'utf8')) ?? [];

/** What a script does to a page. */
function stage(cookie: string, dataset: Record<string, string>, mine?: string) {
  const properties: Record<string, string> = {};
  const elements: { id: string; textContent: string }[] = [];
  const document = {
    written: '',
    get cookie() {
      return cookie;
    },
    set cookie(line: string) {
      this.written = line;
    },
    documentElement: {
      dataset,
      style: { setProperty: (name: string, value: string) => (properties[name] = value) },
    },
    addEventListener: () => {},
    createElement: () => ({ id: '', textContent: '' }),
    getElementById: (id: string) => elements.find((element) => element.id === id) ?? null,
    head: { append: (element: (typeof elements)[number]) => elements.push(element) },
    querySelector: (selector: string) =>
      mine !== undefined && selector === 'meta[name=copecheck-mine]' ? { content: mine } : null,
  };
  return { document, seen: { dataset, properties, elements } };
}

const SHARED = { theme: 'system', viewer: 'anonymous', shared: '' };

/** The script of app.html on a page with these attributes. */
function open(cookie: string, attributes: Record<string, string> = SHARED, mine?: string) {
  const { document, seen } = stage(cookie, { ...attributes }, mine);
  const requests: string[] = [];
  const window: { copecheckMine?: { url: string; response: Promise<unknown> } } = {};
  const fetch = (url: string) => {
    requests.push(url);
    return Promise.reject(new Error('no network'));
  };
  runInNewContext(script, { document, location: { protocol: 'http:' }, window, fetch });
  return { ...seen, requests, early: window.copecheckMine?.url };
}

afterEach(() => vi.unstubAllGlobals());

test.each(['reader.ada', 'moderator.Ada_L-1815', 'admin.linus'])(
  'before the first paint, a page for everyone shows %s as the live page does',
  (viewer) => {
    const seen = open(`x=1; viewer=${viewer}; appearance=dark`);
    const { document, seen: live } = stage(`viewer=${viewer}; appearance=dark`, { ...SHARED });
    vi.stubGlobal('document', document);
    const [role, username] = viewer.split('.') as ['reader', string];
    showViewer({ role, username });
    showTheme();
    expect(seen).toMatchObject(live);
    expect(seen.dataset).toEqual({ theme: 'dark', viewer: role, name: username, shared: '' });
    expect(seen.properties['--viewer-name']).toBe(`"${username}"`);
  },
);

test.each([
  '',
  'viewer=',
  'viewer=ada',
  'viewer=owner.ada',
  'viewer=reader.ab',
  'viewer=reader.a"] *{}',
  'viewer=reader.ada%22',
  'viewer=reader.ada=b',
  'xviewer=reader.ada',
  'Viewer=reader.ada',
])('the cookies %j show nobody', (cookie) => {
  const seen = open(`appearance=pink; ${cookie}`);
  expect(seen).toEqual({ dataset: SHARED, properties: {}, elements: [], requests: [], early: undefined });
});

test.each([
  ['/api/v1/mine', undefined],
  ['/api/v1/verdicts/x/mine?comments=1', '/api/v1/verdicts/x/mine?comments=1'],
])('the reader’s own state is requested early, at %s', (url, mine) => {
  const { requests, early } = open('viewer=reader.ada', SHARED, mine);
  expect([requests, early]).toEqual([[url], url]);
});

test('the server is told that scripts run', () => {
  const { document } = stage('', { ...SHARED });
  const secure = { protocol: 'https:' };
  runInNewContext(script, { document, location: secure, window: {} });
  expect(document.written).toBe('scripts=on; path=/; max-age=31536000; samesite=lax; secure');
});

test('a page rendered for its reader is left alone', () => {
  const seen = open('viewer=admin.linus; appearance=light', { theme: 'light', viewer: 'reader' });
  expect([seen.dataset, seen.properties]).toEqual([{ theme: 'light', viewer: 'reader' }, {}]);
});
