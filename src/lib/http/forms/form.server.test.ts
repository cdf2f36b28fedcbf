import type { RequestEvent } from '@sveltejs/kit';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerForm } from './form.server.ts';

const schema = z.object({ text: z.string().max(1000), password: z.string().optional() });

function send(
  body: BodyInit,
  type?: string,
  options?: Parameters<typeof answerForm>[3],
  actor: { username: string } | null = null,
) {
  const headers: HeadersInit = type === undefined ? {} : { 'content-type': type };
  const request = new Request('http://x/', { method: 'POST', body, headers });
  const event = { request, locals: { actor }, setHeaders: () => {} } as unknown as RequestEvent;
  return answerForm(event, schema, async (input) => ({ took: input }), options);
}
const fields = (text: string) => new URLSearchParams({ text, password: 'secret words' });

describe('a form', () => {
  test('is read as fields, urlencoded or multipart, with normalised line ends', async () => {
    expect(await send(new URLSearchParams('text=first&text=a%0D%0Ab'))).toEqual({ took: { text: 'a\nb' } });
    const form = new FormData();
    form.set('text', 'a');
    form.set('password', new File(['x'], 'x.txt'));
    expect(await send(form)).toEqual({ took: { text: 'a' } });
  });

  test.each([
    ['text/plain', 'text=a'],
    ['multipart/form-data; boundary=x', 'no parts here'],
    ['multipart/form-data', '--x\r\n\r\n--x--'],
    ['application/x-sveltekit-formdata', 'text=a'],
  ])('that can’t be read is refused: %s', async (type, body) => {
    expect(await send(body, type)).toMatchObject({ status: 400, data: { code: 'form-unreadable' } });
  });

  test('with a character that can’t be stored names the field and returns what was typed, except secrets', async () => {
    expect(await send(fields('a\0b'))).toMatchObject({
      status: 422,
      data: { errors: { text: expect.stringContaining('can’t be stored') }, values: { text: 'a\0b' } },
    });
    expect(JSON.stringify(await send(fields('a\0b')))).not.toContain('secret words');
  });

  test('of a page that shows another account is refused with what was typed, and says who is signed in', async () => {
    const ada = { username: 'ada' };
    const from = (viewer: string, actor: { username: string } | null, options = {}) =>
      send(new URLSearchParams({ text: 'a', viewer }), undefined, options, actor);
    const took = { took: { text: 'a' } };
    for (const shown of ['eve', '-'])
      expect(await from(shown, ada)).toMatchObject({
        status: 409,
        data: {
          code: 'other-account',
          message: expect.stringContaining('signed in as ada now'),
          values: { text: 'a' },
        },
      });
    expect(await from('ada', ada)).toEqual(took);
    expect(await from('eve', ada, { anyAccount: true })).toEqual(took);
    // Without a session, the use case decides.
    expect(await from('ada', null)).toEqual(took);
  });

  test('over 256 kB is refused before it is read', async () => {
    const refused = { status: 413, data: { code: 'too-large' } };
    const long = `text=${'a'.repeat(300_000)}`;
    expect(await send(long, 'application/x-www-form-urlencoded')).toMatchObject(refused);
  });

  test('may be larger if its action takes documents, and says how large', async () => {
    const type = 'application/x-www-form-urlencoded';
    const options = { maxBytes: 1024 * 1024, fieldsOf: () => ({ text: 'whatever was read' }) };
    const took = { took: { text: 'whatever was read' } };
    expect(await send(`text=${'a'.repeat(300_000)}`, type, options)).toEqual(took);
    const refused = { status: 413, data: { message: expect.stringContaining('up to 1 MB') } };
    expect(await send(`text=${'a'.repeat(1_100_000)}`, type, options)).toMatchObject(refused);
  });

  test('with a field named __proto__ can still be sent back', async () => {
    const answer = await send(new URLSearchParams(`__proto__=a&text=${'a'.repeat(2000)}`));
    expect(Object.keys((answer as { data: { values: object } }).data.values)).toEqual(['text']);
  });
});
