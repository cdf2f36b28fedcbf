// The site under test: its users, and real values (addresses, forms, ids, cursors) that get requests past the first
// checks. They are read from the site's pages and responses.
import { randomUUID } from 'node:crypto';
import { PASSWORD } from '../support/cast.ts';
import { apiToken } from '../support/publish.ts';
import { verdictText } from '../support/verdict-text.ts';
import { startSite, type Site, type SiteOptions } from '../support/site.ts';
import type { FormTarget, OpenApi, PageTarget } from './targets.ts';

export const ACTORS = ['anonymous', 'stale', 'reader', 'moderator', 'admin', 'program'] as const;
export type ActorName = (typeof ACTORS)[number];
/** Addresses of each route that are read: a few of each kind of page have all its forms. */
const VISITS = 2;
const ROLES = ['reader', 'moderator', 'admin'] as const;
type Role = (typeof ROLES)[number];

export type Field = [name: string, value: string];

export class World {
  site: Site;
  /** Values by the name of the parameter, field or JSON key that held them. */
  readonly values = new Map<string, string[]>();
  /** Filled-in forms by route and action. */
  readonly forms = new Map<string, Field[][]>();
  /** Real addresses by route. */
  readonly paths = new Map<string, string[]>();
  document!: OpenApi;
  readonly #credentials = new Map<ActorName, [header: string, value: string]>();
  #accounts = 0;

  private constructor(site: Site) {
    this.site = site;
  }

  /** Starts a site with users, comments, reports, restrictions, words and feedback, and collects its values. */
  static async create(routes: (PageTarget | FormTarget)[], options: SiteOptions = {}): Promise<World> {
    const world = new World(await startSite(options));
    world.#credentials.set('stale', ['cookie', 'session=0123456789abcdefghij']);
    await world.#createUsers();
    await world.#fill();
    await world.harvest(routes);
    return world;
  }

  /** Restarts the site with other settings; `dataDir` must be the caller's. */
  async restart(env: Record<string, string>): Promise<void> {
    const { dataDir } = this.site;
    await this.site.stop();
    this.site = await startSite({ dataDir, env });
  }

  credential(actor: ActorName): [header: string, value: string] | null {
    return this.#credentials.get(actor) ?? null;
  }

  /** Restores the switches and the users' sessions and roles. */
  async renew(): Promise<void> {
    const OPEN = { signUp: 'open', writing: 'on' };
    const { status } = await this.#call('admin', 'PUT', '/admin/switches', OPEN);
    // Without an admin's session, by the command line.
    if (status !== 200)
      for (const [name, value] of [
        ['sign-up', 'open'],
        ['writing', 'on'],
      ])
        await this.site.cli('switch', name!, value!);
    for (const role of ROLES) {
      const me = await this.#call(role, 'GET', '/me');
      if (me.status !== 200 || (me.body as { role: string }).role !== role) await this.#renew(role);
    }
  }

  /** Reads every page as every user, and collects its values, addresses and forms. */
  async harvest(routes: (PageTarget | FormTarget)[]): Promise<void> {
    const pages = routes.filter((target) => target.kind === 'page').map(({ route }) => route);
    const patterns = pages.map((route) => ({ route, pattern: patternOf(route) }));
    const seen = new Set<string>();
    const open = pages.filter((route) => !route.includes('['));
    const visits = new Map<string, number>();
    for (let path = open.shift(); path !== undefined; path = open.shift()) {
      const route = patterns.find(({ pattern }) => pattern.test(path.split('?')[0]!))?.route;
      const visited = visits.get(route ?? '') ?? 0;
      if (!route || seen.has(path) || visited >= VISITS) continue;
      seen.add(path);
      visits.set(route, visited + 1);
      add(this.paths, route, path);
      for (const role of ROLES) {
        const html = await this.#page(role, path);
        for (const [, href = ''] of html.matchAll(/href="(\/[^"#]*|\?[^"#]*)/g)) {
          const address = decoded(href.startsWith('?') ? path.split('?')[0]! + href : href);
          this.#keepQuery(address);
          open.push(address);
        }
        this.#keepForms(html, route);
        for (const [id] of html.matchAll(UUID)) add(this.values, 'id', id);
      }
    }
  }

  async #createUsers(): Promise<void> {
    for (const role of ROLES) await this.#signUp(role);
    const link = this.site.adminLink();
    if (!link) throw new Error('the site printed no link for the first admin');
    const key = new URL(link).searchParams.get('key')!;
    await this.#submit('admin', '/admin/first?/promote', { key });
    await this.#promote('moderator');
    this.#credentials.set('program', ['authorization', `Bearer ${await apiToken(this.site)}`]);
  }

  async #renew(role: Role): Promise<void> {
    await this.#signUp(role);
    if (role !== 'reader') await this.#promote(role);
  }

  /** Signs up a new account and adds its name to the values. */
  async #signUp(role: Role): Promise<void> {
    this.#accounts += 1;
    const username = `fuzz-${role}-${this.#accounts}`;
    const response = await this.#call('anonymous', 'POST', '/accounts', { username, password: PASSWORD });
    const cookie = response.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ');
    if (response.status !== 201)
      throw new Error(`sign-up returned ${response.status}: ${JSON.stringify(response.body)}`);
    this.#credentials.set(role, ['cookie', cookie]);
    for (const name of ['username', 'person', 'name', 'q']) add(this.values, name, username);
    add(this.values, 'password', PASSWORD);
    add(this.values, 'currentPassword', PASSWORD);
    this.#names.set(role, username);
  }
  readonly #names = new Map<Role, string>();

  #promote(role: Role): Promise<void> {
    return this.site.setRole(this.#names.get(role)!, role);
  }

  /** Creates data for every kind of page. */
  async #fill(): Promise<void> {
    add(this.values, 'text', verdictText('A verdict for the fuzzer'));
    add(this.values, 'since', '0');
    this.document = (await this.#call('anonymous', 'GET', '/../openapi.json')).body as OpenApi;
    const { items } = (await this.#call('anonymous', 'GET', '/verdicts')).body as {
      items: { slug: string }[];
    };
    const slugs = items.map(({ slug }) => slug);
    for (const slug of slugs.slice(0, 2)) {
      await this.#call('anonymous', 'GET', `/verdicts/${slug}`);
      for (const body of [
        'A first thought.',
        'A second one, with a [link](https://example.org).',
        'A third.',
      ]) {
        const post = (as: Role, text: string, parentId?: string) =>
          this.#call(as, 'POST', `/verdicts/${slug}/comments`, { body: text, parentId, nonce: randomUUID() });
        const { id, version } = (await post('reader', body)).body as { id: string; version: number };
        if (!id) throw new Error('a comment was refused');
        const reply = (await post('moderator', `In reply: ${body}`, id)).body as { id: string };
        await this.#call('reader', 'PATCH', `/comments/${id}`, { body: `${body} Edited.`, version });
        await this.#call('moderator', 'POST', `/comments/${id}/reports`, { reason: 'spam' });
        await this.#call('admin', 'POST', `/comments/${reply.id}/reports`, {
          reason: 'other',
          note: 'Look at this.',
        });
      }
    }
    await this.#call('reader', 'POST', '/feedback', { kind: 'idea', message: 'More.', page: '/about' });
    const rule = { version: '0', title: 'Be brief', text: 'Say it *once*.', newAnchor: '' };
    await this.#submit('admin', '/admin/rules?/add', rule);
    await this.#submit('admin', '/admin/words?/add', { text: 'fuzzword', kind: 'word', action: 'hold' });
    const victim = {
      username: this.#names.get('reader')!,
      scope: 'report',
      term: '1d',
      reason: 'spam',
      nonce: randomUUID(),
    };
    await this.#submit('admin', '/admin/people?/restrict', victim);
  }

  async #call(actor: ActorName, method: string, path: string, body?: unknown) {
    const response = await fetch(`${this.site.url}/api/v1${path}`, {
      method,
      headers: {
        ...this.#headers(actor),
        'content-type': 'application/json',
        // Another network for each account, because sign-ups per network are limited.
        'x-forwarded-for': `198.51.${this.#accounts}.1`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json: unknown = text.startsWith('{') ? JSON.parse(text) : null;
    this.#keepValues(json);
    return { status: response.status, headers: response.headers, body: json };
  }

  async #submit(actor: ActorName, path: string, fields: Record<string, string>): Promise<void> {
    const response = await fetch(this.site.url + path, {
      method: 'POST',
      headers: this.#headers(actor),
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    if (response.status >= 400) throw new Error(`${path} returned ${response.status}`);
  }

  async #page(actor: ActorName, path: string): Promise<string> {
    const response = await fetch(this.site.url + path, { headers: this.#headers(actor), redirect: 'manual' });
    return response.text();
  }

  #headers(actor: ActorName): Record<string, string> {
    const credential = this.credential(actor);
    return { origin: this.site.url, ...(credential ? { [credential[0]]: credential[1] } : {}) };
  }

  #keepQuery(address: string): void {
    for (const [name, value] of URL.parse(address, this.site.url)?.searchParams ?? [])
      if (value !== '') add(this.values, name, value);
  }

  #keepValues(value: unknown, key = ''): void {
    if (typeof value === 'string' && value.length < 200)
      add(this.values, key === 'next' ? 'cursor' : key, value);
    else if (typeof value === 'number') add(this.values, key, String(value));
    else if (value !== null && typeof value === 'object' && key !== 'paths')
      for (const [name, inner] of Object.entries(value))
        this.#keepValues(inner, /^\d+$/.test(name) ? key : name);
  }

  #keepForms(html: string, route: string): void {
    const outside = [...html.matchAll(/<(?:input|select|button|textarea)[^>]*\sform="(\w+)"[^>]*>/g)];
    for (const [, tag = '', inside = ''] of html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
      if (!/method="post"/i.test(tag)) continue;
      const own = outside.filter(([, id]) => id === attribute(tag, 'id')).map(([control]) => control);
      const fields = fieldsIn(inside + own.join(''));
      for (const [name, value] of fields) add(this.values, name, value);
      const action = /\?\/(\w+)/.exec(attribute(tag, 'action') ?? '')?.[1] ?? 'default';
      const known = this.forms.get(`${route} ${action}`) ?? [];
      if (known.length < 6) this.forms.set(`${route} ${action}`, [...known, fields]);
    }
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

const MAX_VALUES = 40;

function add(map: Map<string, string[]>, key: string, value: string): void {
  const known = map.get(key) ?? [];
  if (known.length < MAX_VALUES && !known.includes(value)) map.set(key, [...known, value]);
}

function patternOf(route: string): RegExp {
  return new RegExp(`^${route.replace(/\[\w+\]/g, '[^/]+').replace(/\[\.{3}\w+\]/g, '.+')}$`);
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decoded(found);
}

/** Every control with a name. A select has its first option; all buttons are included, of which browsers send one. */
function fieldsIn(html: string): Field[] {
  const controls = html.matchAll(
    /<(input|textarea|button|select)([^>]*)>(?:.*?<option[^>]*value="([^"]*)")?/gs,
  );
  return [...controls].flatMap(([, kind, tag = '', option]): Field[] => {
    const name = attribute(tag, 'name');
    if (!name) return [];
    return [[name, attribute(tag, 'value') ?? (kind === 'select' ? (option ?? '') : 'Some words.')]];
  });
}

function decoded(html: string): string {
  return html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}
