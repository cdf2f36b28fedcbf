// Hostile requests and live messages for a target. All choices come from fast-check's generator `g`,
// so that a seed reproduces them.
import fc from 'fast-check';
import { hostileJson, hostileText } from './hostile.ts';
import type { RawRequest } from './http.ts';
import type { FormTarget, JsonSchema, LiveTarget, OperationTarget, PageTarget } from './targets.ts';
import { ACTORS, type ActorName, type Field, type World } from './world.ts';

export type Choose = <T>(arbitrary: () => fc.Arbitrary<T>) => T;
/** Addresses without a route. */
export interface AddressTarget {
  kind: 'address';
  path: string;
}
export type HttpTarget = PageTarget | FormTarget | OperationTarget | AddressTarget;

export const ADDRESSES: AddressTarget[] = [
  '/_app/remote/__proto__',
  '/_app/remote/constructor/x',
  '/_app/version.json',
  '/_app/immutable/nothing.js',
  '/socket.io/',
  '/api',
  '/api/v1/nowhere',
  '/api/v1/verdicts/%',
  '/nowhere',
  '/%',
  '/%zz',
  '/%00',
  '/v/%ED%A0%80',
  '//',
  '//evil.example/..',
  '/.%2e/%2e./',
  '/\\',
  '/v/__proto__',
  '/__data.json',
  '*',
  'http://evil.example/',
].map((path) => ({ kind: 'address', path }));

export interface Attack {
  actor: ActorName;
  request: RawRequest;
}

export function attack(g: Choose, target: HttpTarget, world: World): Attack {
  const actor = g(() => fc.constantFrom(...ACTORS));
  const maker = new Maker(g, world, actor);
  if (target.kind === 'form') return { actor, request: maker.form(target) };
  if (target.kind === 'operation') return { actor, request: maker.operation(target) };
  if (target.kind === 'address') return { actor, request: maker.address(target) };
  return { actor, request: maker.page(target) };
}

export function liveMessage(
  g: Choose,
  { names }: LiveTarget,
  world: World,
): { input: unknown; acknowledged: boolean } {
  const maker = new Maker(g, world, 'anonymous');
  const wellFormed = Object.fromEntries(
    names
      .filter(() => maker.oneIn(2))
      .map((name) => [name, maker.oneIn(3) ? g(() => hostileJson) : maker.known(name)]),
  );
  return { input: maker.oneIn(3) ? g(() => hostileJson) : wellFormed, acknowledged: !maker.oneIn(4) };
}

const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', ...WRITES];
/** Parameters to try on every page. */
const COMMON = ['sort', 'limit', 'cursor', 'comment', 'q', 'to', '__proto__', 'x-sveltekit-invalidated'];
const ACTION_NAMES = ['__proto__', 'constructor', 'toString', 'default', 'hasOwnProperty', '', 'nowhere'];

class Maker {
  readonly #g: Choose;
  readonly #world: World;
  readonly #actor: ActorName;
  /** One request in three has a single invalid part. */
  readonly #calm: boolean;

  constructor(g: Choose, world: World, actor: ActorName) {
    this.#g = g;
    this.#world = world;
    this.#actor = actor;
    this.#calm = this.oneIn(3);
  }

  page({ kind, route, methods, names }: PageTarget): RawRequest {
    const method = this.oneIn(6) ? this.#pick(METHODS) : this.#pick(methods);
    const data = kind === 'page' && this.oneIn(5) ? '/__data.json' : '';
    const path = this.#path(route).split('?')[0]!.replace(/\/$/, '') + data || '/';
    const body = WRITES.includes(method) ? this.#json(null) : null;
    const type: Field[] = body
      ? [
          [
            'content-type',
            this.#pick(['application/json', 'text/plain', 'application/x-www-form-urlencoded']),
          ],
        ]
      : [];
    return {
      method,
      path: path + this.#query([...names, ...COMMON]),
      headers: [...this.#headers(method), ...type],
      body,
    };
  }

  form({ route, action, names }: FormTarget): RawRequest {
    const name = this.oneIn(15) ? this.#pick(ACTION_NAMES) : action;
    const query = this.#query(COMMON).slice(1);
    const path = this.#path(route).split('?')[0]!;
    const parts = [
      ...(name === null ? [] : [`/${encode(name)}`]),
      ...(query && this.oneIn(3) ? [query] : []),
    ];
    const { body, type } = this.#formBody(this.#fields(`${route} ${action ?? 'default'}`, names));
    // Without an Accept header SvelteKit responds as to its own client.
    const enhanced: Field[] = this.oneIn(3)
      ? [
          ['x-sveltekit-action', 'true'],
          ['accept', 'application/json'],
        ]
      : [['accept', 'text/html']];
    const headers = [...this.#headers('POST'), ...type, ...enhanced];
    return { method: 'POST', path: path + (parts.length ? `?${parts.join('&')}` : ''), headers, body };
  }

  operation({ method: own, path, query, body: schema }: OperationTarget): RawRequest {
    const method = this.oneIn(10) ? this.#pick(METHODS) : own;
    // `/comments/{id}` has the id of a comment.
    const address = path.replace(/(\w+)s\/\{(\w+)\}/g, (_, kind: string, name: string) => {
      const known = name === 'id' ? kind : name;
      return `${kind}s/${encode(this.value(known, 4))}`;
    });
    const body = WRITES.includes(method) && (schema || this.oneIn(4)) ? this.#json(schema) : null;
    const type = this.oneIn(8)
      ? this.#pick(['text/plain', 'application/xml', '', 'multipart/form-data'])
      : 'application/json';
    const headers: Field[] = [...this.#headers(method), ...(body ? [['content-type', type] as Field] : [])];
    return {
      method,
      path: address + this.#query(this.oneIn(4) ? [...query, ...COMMON] : query),
      headers,
      body,
    };
  }

  address({ path }: AddressTarget): RawRequest {
    const method = this.#pick(METHODS);
    const query = this.#query(['EIO', 'transport', 'sid', 't', ...COMMON]);
    const body = WRITES.includes(method) ? Buffer.from(this.#g(() => hostileText)) : null;
    return { method, path: path === '*' ? path : path + query, headers: this.#headers(method), body };
  }

  /** A hostile value with probability 1/`hostileIn`, otherwise a real value of this name. */
  value(name: string, hostileIn = 2): string {
    return this.oneIn(this.#calm ? hostileIn * 6 : hostileIn) ? this.#g(() => hostileText) : this.known(name);
  }

  known(name: string): string {
    const { values } = this.#world;
    // A new account needs an unused name.
    if (name === 'username' && this.oneIn(2)) return `new-${this.#g(() => fc.nat())}`;
    return this.#pick(values.get(name) ?? [...(values.get('id') ?? []), '0', '1', 'true']);
  }

  oneIn(times: number): boolean {
    return this.#g(() => fc.integer({ min: 1, max: times })) === 1;
  }

  #pick<T>(choices: readonly T[]): T {
    return this.#g(() => fc.constantFrom(...choices));
  }

  /** A real address of the route, or one with generated parameters. */
  #path(route: string): string {
    const real = this.#world.paths.get(route);
    if (real && !this.oneIn(4)) return this.#pick(real);
    return route.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => encode(this.value(name)));
  }

  #query(names: string[]): string {
    const count = this.#pick([0, 1, 1, 2, 3, 5]);
    const parts = Array.from({ length: names.length ? count : 0 }, () => {
      const name = this.#pick(names);
      const written = this.#pick([name, name, name, name, `${name}[]`, `${name}[__proto__]`]);
      if (this.oneIn(12)) return `${written}=${raw(this.#g(() => hostileText))}`;
      return `${written}=${encode(this.value(name))}`;
    });
    return parts.length ? `?${parts.join('&')}` : '';
  }

  #headers(method: string): Field[] {
    const { site } = this.#world;
    const headers: Field[] = [['host', this.oneIn(30) ? 'evil.example' : new URL(site.url).host]];
    const credential = this.#world.credential(this.#actor);
    if (credential) headers.push(credential);
    if (WRITES.includes(method) && !this.oneIn(15)) headers.push(['origin', site.url]);
    const odd: (() => Field)[] = [
      () => ['accept', this.#pick(['text/html', 'application/json', '*/*;q=x', '', ',,;'])],
      () => [
        'cookie',
        this.#pick([
          `session =x; theme=dark`,
          ';;==;',
          '__proto__=1; session=',
          'session="a',
          `${'a=b; '.repeat(300)}`,
        ]),
      ],
      () => ['origin', this.#pick(['null', 'http://evil.example', 'file://', 'x'])],
      () => ['range', this.#pick(['bytes=0-0', 'bytes=-1', 'bytes=9-1', 'x'])],
      () => ['if-none-match', this.#pick(['*', 'W/"x"', '"', this.#headerText()])],
      () => ['if-modified-since', this.#headerText()],
      () => ['upgrade', this.#pick(['h2c', 'websocket', 'TLS/1.0'])],
      () => ['connection', this.#pick(['upgrade, close', 'close, x'])],
      () => ['accept-encoding', this.#pick(['gzip', 'br;q=0', 'identity;q=0, *;q=0', this.#headerText()])],
      () => ['accept-language', this.#headerText()],
      () => ['referer', this.#pick(['http://[', site.url, '//', this.#headerText()])],
      () => ['authorization', this.#pick(['Bearer', 'Bearer x', 'Basic eDp5', this.#headerText()])],
      () => ['x-forwarded-for', this.#pick(['1.2.3.4', '::1', ',', '', this.#headerText()])],
      () => ['x-forwarded-host', 'evil.example'],
      () => ['content-encoding', 'gzip'],
      () => ['x-sveltekit-action', 'true'],
      () => ['x-http-method-override', 'DELETE'],
      () => ['x-request-id', this.#headerText()],
    ];
    const count = this.#pick([0, 0, 1, 2, 4]);
    for (let i = 0; i < count; i++) headers.push(this.#pick(odd)());
    return headers;
  }

  #headerText(): string {
    return this.#g(() => hostileText)
      .replace(/[^\t\x20-\x7e\x80-\xff]/g, '')
      .slice(0, 500);
  }

  /** A form of the page with up to two invalid fields, or a form of the schemas' field names. */
  #fields(form: string, names: string[]): Field[] {
    const seen = this.#world.forms.get(form);
    const fields: Field[] =
      seen && !this.oneIn(5)
        ? this.#pick(seen).map(([name, value]) => [name, value])
        : names.filter(() => this.oneIn(2)).map((name) => [name, this.value(name)]);
    const spoiled = fields.length ? this.#pick([0, 1, 1, 2]) : 0;
    for (let i = 0; i < spoiled; i++) {
      const [at, kind] = [
        this.#g(() => fc.nat(fields.length - 1)),
        this.#pick(['value', 'value', 'drop', 'double', 'rename']),
      ];
      const [name, value] = fields[at]!;
      if (kind === 'value') fields[at] = [name, this.#g(() => hostileText)];
      else if (kind === 'double') fields.push([name, this.value(name)]);
      else if (kind === 'rename')
        fields[at] = [this.#pick([`${name}[]`, '__proto__', `${name}.a`, this.#g(() => hostileText)]), value];
      else fields.splice(at, 1);
      if (fields.length === 0) break;
    }
    if (this.oneIn(60)) for (let i = 0; i < 3000; i++) fields.push([`f${i}`, 'x']);
    return fields;
  }

  #formBody(fields: Field[]): { body: Buffer | null; type: Field[] } {
    const urlencoded = fields.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
    const kind = this.#g(() => fc.nat(19));
    const as = (type: string, body: string | Buffer) => ({
      body: Buffer.from(body),
      type: [['content-type', type] as Field],
    });
    if (kind < 12) return as('application/x-www-form-urlencoded', urlencoded);
    if (kind < 15) return as('multipart/form-data; boundary=xyz', multipart(fields, this.oneIn(3)));
    if (kind === 15) {
      const whole = multipart(fields, true);
      return as(
        'multipart/form-data; boundary=xyz',
        whole.subarray(
          0,
          this.#g(() => fc.nat(whole.length)),
        ),
      );
    }
    if (kind === 16)
      return as(
        this.#pick([
          'multipart/form-data',
          'multipart/form-data; boundary="',
          'text/plain',
          'application/x-sveltekit-formdata',
        ]),
        urlencoded,
      );
    if (kind === 17) return as('application/json', JSON.stringify(Object.fromEntries(fields)));
    if (kind === 18)
      return as('application/x-www-form-urlencoded; charset=utf-16', raw(this.#g(() => hostileText)));
    return { body: null, type: this.oneIn(2) ? [['content-type', 'application/x-www-form-urlencoded']] : [] };
  }

  #json(schema: JsonSchema | null): Buffer {
    if (this.oneIn(20)) return Buffer.from(this.#g(() => hostileText));
    const value = schema === null ? this.#g(() => hostileJson) : this.#valueOf(schema, '');
    const body = Buffer.from(JSON.stringify(value) ?? '');
    return this.oneIn(40) ? Buffer.concat([body, Buffer.alloc(400_000, ' ')]) : body;
  }

  /** A value that the schema allows, sometimes with an invalid part. */
  #valueOf(schema: JsonSchema, name: string): unknown {
    if (this.oneIn(this.#calm ? 50 : 8)) return this.#g(() => hostileJson);
    const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
    if (branches) return this.#valueOf(this.#pick(branches), name);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return this.#pick(schema.enum);
    const type = Array.isArray(schema.type) ? this.#pick(schema.type) : schema.type;
    if (type === 'object') return this.#objectOf(schema);
    if (type === 'array')
      return Array.from({ length: this.#pick([0, 1, 2]) }, () => this.#valueOf(schema.items ?? {}, name));
    if (type === 'boolean') return this.oneIn(2);
    if (type === 'integer' || type === 'number')
      return this.#pick([0, 1, 2, 50, Number(this.known(name)) || 0]);
    if (type === 'null') return null;
    return this.value(name, 3);
  }

  #objectOf({ properties = {}, required = [] }: JsonSchema): Record<string, unknown> {
    const kept = Object.entries(properties).filter(([name]) =>
      required.includes(name) ? !this.oneIn(15) : this.oneIn(2),
    );
    const made = Object.fromEntries(kept.map(([name, schema]) => [name, this.#valueOf(schema, name)]));
    return this.oneIn(15) ? { ...made, [this.#g(() => hostileText)]: 1 } : made;
  }
}

/** Percent-encoded, also lone surrogates. */
function encode(text: string): string {
  return [...text]
    .map((letter) => (letter.isWellFormed() ? encodeURIComponent(letter) : '%ED%A0%80'))
    .join('');
}

/** Unchanged, except for characters that would end the request line. */
function raw(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, (letter) => encode(letter));
}

function multipart(fields: Field[], files: boolean): Buffer {
  const parts = fields.map(([name, value], i) => {
    const file = files && i % 2 ? `; filename="${i}.txt"\r\ncontent-type: text/plain` : '';
    return `--xyz\r\ncontent-disposition: form-data; name="${name.replace(/["\r\n]/g, '_')}"${file}\r\n\r\n${value}\r\n`;
  });
  return Buffer.from(`${parts.join('')}--xyz--\r\n`);
}
