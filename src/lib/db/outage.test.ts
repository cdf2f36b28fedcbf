import { describe, expect, test } from 'vitest';
import { isOutage } from './outage.ts';

const prisma = (code: string, cause: object) =>
  Object.assign(new Error('Invalid `prisma.user.count()` invocation'), {
    code,
    meta: { driverAdapterError: { name: 'DriverAdapterError', cause } },
  });

describe('an outage', () => {
  test.each([
    ['nobody listens', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
    [
      'no host of several listens',
      new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]),
    ],
    ['the connection was cut', new Error('Connection terminated unexpectedly')],
    ['the pool is exhausted', new Error('timeout exceeded when trying to connect')],
    ['the server shuts down', prisma('P2010', { kind: 'postgres', originalCode: '57P01' })],
    ['the server starts up', prisma('P2010', { kind: 'postgres', originalCode: '57P03' })],
    ['too many connections', prisma('P2037', { kind: 'TooManyConnections' })],
    ['Prisma can’t reach it', prisma('P1001', { kind: 'DatabaseNotReachable' })],
    ['the disk is full', prisma('P2010', { kind: 'postgres', originalCode: '53100' })],
    ['it hides behind another error', new Error('no limits', { cause: { code: '08006' } })],
  ])('is: %s', (_what, error) => {
    expect(isOutage(error)).toBe(true);
  });

  test.each([
    ['a unique key', prisma('P2002', { kind: 'UniqueConstraintViolation', originalCode: '23505' })],
    ['a column that is missing', prisma('P2010', { kind: 'postgres', originalCode: '42703' })],
    ['a bug', new TypeError('x is undefined')],
    ['a comment about it', new Error('He wrote: Connection terminated')],
    ['nothing', undefined],
    [
      'a circle',
      Object.assign(new Error('a'), {
        get cause() {
          return this;
        },
      }),
    ],
  ])('is not: %s', (_what, error) => {
    expect(isOutage(error)).toBe(false);
  });
});
