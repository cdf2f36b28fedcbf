import { z } from 'zod';
import { REFUSALS } from '#lib/refusals.ts';
import { refusalsOf, type Operation } from './operation.ts';
import { operations } from './operations.ts';
import { problem } from './shapes.ts';

const SECURITY: Record<Operation['access'], object[]> = {
  anyone: [],
  reader: [{ session: [] }],
  program: [{ token: [] }, { session: [] }],
};

/** The OpenAPI 3.1 document of the JSON API, generated from the schemas that check its input. */
export function openApi(origin: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = pathItem(operation);
  return {
    openapi: '3.1.0',
    info: {
      title: 'CopeCheck',
      version: '1',
      description:
        'Times are ISO 8601 UTC, ids opaque strings, lists `{items, next}`. A write with a cookie must come from this origin. Errors are problem JSON (RFC 9457).',
    },
    servers: [{ url: `${origin}/api/v1` }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
        token: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: { ...schemaOf(problem, 'output'), 'x-codes': Object.keys(REFUSALS) } },
    },
  };
}

function pathItem(operation: Operation): object {
  const { id, summary, access, path, query, body, responses } = operation;
  return {
    operationId: id,
    summary,
    security: SECURITY[access],
    parameters: [
      ...pathParameters(path),
      ...(query ? queryParameters(query) : []),
      ...(operation.method === 'get' ? [] : [SHOWN_VIEWER]),
    ],
    ...(body ? { requestBody: { required: true, content: json(schemaOf(body, 'input')) } } : {}),
    responses: {
      ...Object.fromEntries(
        Object.entries(responses).map(([status, { description, shape }]) => [
          status,
          { description, ...(shape ? { content: json(schemaOf(shape, 'output')) } : {}) },
        ]),
      ),
      ...Object.fromEntries(refusalsOf(operation).map((status) => [status, refusal(status)])),
    },
  };
}

const SHOWN_VIEWER = {
  name: 'Copecheck-Viewer',
  in: 'header',
  required: false,
  description:
    'Whom the page that writes shows as signed in: the percent-encoded name, or `-` for nobody. If the session is of another account, the write is refused with 409 `other-account`. Programs may leave it out.',
  schema: { type: 'string' },
};

const REFUSED: Record<number, string> = {
  401: 'Not authenticated.',
  403: 'Not allowed, or a write with a cookie from another origin.',
  404: 'Not found, or not visible to the caller.',
  409: 'Changed in the meantime; `current`, if present, is the current state.',
  410: 'The verdict was retracted; `current`, if present, is its title and note.',
  413: 'The body is too large.',
  415: 'The body is not JSON in UTF-8.',
  422: 'Invalid input; `errors` names the fields.',
  429: 'Too many requests.',
  503: 'The database is unavailable.',
};

/** The headers that a refusal always has. */
const REFUSED_WITH: Record<number, object> = {
  401: { 'WWW-Authenticate': { required: true, schema: { type: 'string' } } },
  429: retryAfter(),
  503: retryAfter(),
};

function retryAfter(): object {
  return { 'Retry-After': { required: true, description: 'In seconds.', schema: { type: 'integer' } } };
}

function refusal(status: number): object {
  const headers = REFUSED_WITH[status];
  return {
    description: REFUSED[status],
    ...(headers ? { headers } : {}),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

function pathParameters(path: string): object[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: z.ZodType): object[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input');
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

interface JsonSchema {
  properties?: Record<string, object>;
  required?: string[];
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  // JSON schema can't express refinements and transforms; the site checks them nevertheless.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as JsonSchema;
}

function json(schema: object): object {
  return { 'application/json': { schema } };
}
