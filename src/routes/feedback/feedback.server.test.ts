import { beforeEach, describe, expect, it } from 'vitest';
import { db } from '#lib/db/client.server.ts';
import { enter } from '../../../tests/support/cast.ts';
import { freshDatabase } from '../../../tests/support/database.ts';
import { requestEvent } from '../../../tests/support/request-event.ts';
import { load as door } from '../admin/(panel)/+layout.server.ts';
import { actions as adminActions } from '../admin/(panel)/feedback/+page.server.ts';
import { POST } from '../api/v1/feedback/+server.ts';
import { actions } from './+page.server.ts';

await freshDatabase();
beforeEach(async () => {
  await db().rateLimit.deleteMany();
  await db().feedback.deleteMany();
  await db().user.deleteMany();
});

const message = { kind: 'fault', message: 'The bar is gone.', email: '', page: '/v/x', website: '' };
const send = (fields = {}, address = '192.0.2.1') =>
  actions.default!(requestEvent({ path: '/feedback', form: { ...message, ...fields }, address }) as never);

describe('the feedback form', () => {
  it('stores the message and thanks', async () => {
    expect(await send()).toEqual({ sent: true });
    expect(await db().feedback.findMany()).toMatchObject([
      { kind: 'fault', page: '/v/x', email: null, userId: null },
    ]);
  });

  it('thanks a program as well, and stores nothing', async () => {
    expect(await send({ website: 'https://spam.example' })).toEqual({ sent: true });
    expect(await db().feedback.count()).toBe(0);
  });

  it('keeps what was typed when it must refuse', async () => {
    for (let n = 0; n < 3; n++) await send();
    expect(await send({ message: 'The fourth' })).toMatchObject({
      status: 429,
      data: { code: 'rate-limited', values: { message: 'The fourth' }, retryAfter: expect.any(Number) },
    });
  });
});

it('the API takes feedback: 201, or 422 by field', async () => {
  const post = (json: unknown) => POST(requestEvent({ path: '/api/v1/feedback', json }) as never);
  const { website: _, ...body } = message;
  expect((await post(body)).status).toBe(201);
  const refused = await post({ ...body, kind: 'rant' });
  expect([refused.status, (await refused.json()).errors[0].path]).toEqual([422, 'kind']);
});

describe('the admin’s feedback page', () => {
  const at = { path: '/admin/feedback?state=new' };

  it('sends signed-out visitors to sign in, and refuses other readers', async () => {
    const knock = async (who: object) => door(requestEvent({ ...at, ...who }) as never);
    await expect(knock({})).rejects.toMatchObject({
      status: 303,
      location: '/sign-in?to=%2Fadmin%2Ffeedback%3Fstate%3Dnew',
    });
    for (const actor of [await enter('ada'), await enter('mary', 'moderator')])
      await expect(knock({ actor })).rejects.toMatchObject({ status: 403, body: { code: 'forbidden' } });
    await expect(knock({ actor: await enter('linus', 'admin') })).resolves.toEqual({
      desk: { '/admin/challenges': 0, '/admin/authors': 0 },
    });
  });

  it('takes no action from who only knows its address', async () => {
    await send();
    const { id } = await db().feedback.findFirstOrThrow();
    const move = (who: object) =>
      adminActions.default!(requestEvent({ ...at, form: { id, state: 'done' }, ...who }) as never);
    expect(await move({})).toMatchObject({ status: 401 });
    expect(await move({ actor: await enter('ada') })).toMatchObject({ status: 403 });
    expect(await db().feedback.count({ where: { state: 'new' } })).toBe(1);
    expect(await move({ actor: await enter('linus', 'admin') })).toEqual({ moved: id });
    expect(await db().feedback.count({ where: { state: 'done' } })).toBe(1);
  });
});
