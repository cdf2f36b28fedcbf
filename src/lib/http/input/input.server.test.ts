import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkedParams, pageQuery } from './input.server.ts';

const schema = z
  .object({
    sort: z.enum(['newest', 'oldest']).default('newest'),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    q: z.string().max(10).optional(),
    cursor: z.string().optional(),
  })
  .refine(({ sort, cursor }) => !cursor || cursor.startsWith(sort), { path: ['cursor'] });
const ask = (query: string) => pageQuery(schema, new URL(`http://x/?${query}`));

describe('a page’s query', () => {
  test.each([
    ['sort=oldest&limit=5&q=a', { sort: 'oldest', limit: 5, q: 'a' }],
    ['sort=worst&limit=5', { sort: 'newest', limit: 5 }],
    ['limit=&q=a', { sort: 'newest', limit: 20, q: 'a' }],
    ['limit=1e999', { sort: 'newest', limit: 20 }],
    ['q=far-too-long-a-text&limit=5', { sort: 'newest', limit: 5 }],
    ['q=a%00b', { sort: 'newest', limit: 20 }],
    ['q=first&q=last', { sort: 'newest', limit: 20, q: 'last' }],
    ['q[]=a&__proto__=b&constructor=c', { sort: 'newest', limit: 20 }],
    ['cursor=newest-1', { sort: 'newest', limit: 20, cursor: 'newest-1' }],
  ])('?%s is %j', (query, expected) => {
    expect(ask(query)).toEqual(expected);
  });

  test('a parameter that is only invalid in combination falls back too', () => {
    expect(ask('sort=oldest&cursor=newest-1&limit=0')).toEqual({ sort: 'oldest', limit: 20 });
  });

  test('a schema with a required parameter is a bug', () => {
    expect(() => pageQuery(z.object({ id: z.uuid() }), new URL('http://x/'))).toThrow(z.ZodError);
  });
});

test('a path parameter that is not valid is not found', () => {
  const byId = z.object({ id: z.uuid() });
  const id = '0198c5a0-0000-7000-8000-000000000001';
  expect(checkedParams(byId, { id })).toEqual({ id });
  expect(() => checkedParams(byId, { id: '%00' })).toThrow(expect.objectContaining({ code: 'not-found' }));
});
