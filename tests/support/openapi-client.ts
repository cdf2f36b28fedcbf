import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';

interface Described {
  operationId: string;
  security: object[];
  parameters: { name: string; in: string }[];
  requestBody?: object;
  responses: Record<string, { headers?: object; content?: Record<string, object> }>;
}

export interface Document {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
}

export interface Operation extends Described {
  method: string;
  path: string;
}

export interface Call {
  /** For `{slug}` and `{id}`. */
  path?: Record<string, string> | undefined;
  query?: Record<string, string> | undefined;
  /** Sent as JSON, except text and bytes. */
  body?: unknown;
  headers?: Record<string, string> | undefined;
}

/** Builds requests from the document, compares every response with it, and records the statuses. */
export class OpenApiClient {
  readonly operations: Operation[];
  readonly #base: string;
  readonly #seen = new Set<string>();
  // OpenAPI has its own keywords, and every format also has a pattern.
  readonly #ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });

  constructor(base: string, document: Document) {
    this.#base = base;
    this.#ajv.addSchema(document, 'document');
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({ ...described, method, path })),
    );
  }

  /** Every status of every operation: those in the document, and those seen. */
  coverage(): { listed: string[]; seen: string[] } {
    const listed = this.operations.flatMap(({ operationId, responses }) =>
      Object.keys(responses).map((status) => `${operationId} ${status}`),
    );
    return { listed: listed.sort(), seen: [...this.#seen].sort() };
  }

  async call(operationId: string, { path = {}, query = {}, body, headers = {} }: Call = {}) {
    const operation = this.operations.find((each) => each.operationId === operationId);
    if (!operation) throw new Error(`The document has no operation ${operationId}.`);
    const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name]!));
    const plain = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(`${this.#base}/api/v1${filled}?${new URLSearchParams(query)}`, {
      method: operation.method.toUpperCase(),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: (plain ? body : JSON.stringify(body)) as BodyInit }),
    });
    const text = await response.text();
    this.#seen.add(`${operationId} ${response.status}`);
    this.#compare(operation, response, text);
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  }

  #compare({ operationId, method, path, responses }: Operation, response: Response, text: string): void {
    const what = `${operationId} ${response.status} ${text.slice(0, 300)}`;
    const described = responses[response.status];
    if (!described) throw new Error(`Not in the document: ${what}`);
    for (const name of Object.keys(described.headers ?? {}))
      expect(response.headers.get(name), `${name} of ${what}`).not.toBeNull();
    const [type] = Object.keys(described.content ?? {});
    expect(response.headers.get('content-type')?.split(';')[0], what).toBe(type);
    if (response.status >= 400) expect(response.headers.get('cache-control'), what).toBe('no-store');
    expect(response.headers.get('vary'), what).toMatch(/authorization, cookie/);
    if (!type) return void expect(text, what).toBe('');
    const at = ['paths', path, method, 'responses', String(response.status), 'content', type, 'schema'];
    const pointer = at
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const valid = this.#ajv.validate({ $ref: `document#/${pointer}` }, JSON.parse(text));
    expect(valid ? [] : this.#ajv.errors, what).toEqual([]);
  }
}
