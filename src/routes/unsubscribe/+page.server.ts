import { tokenQuery, unsubscribeInput } from '#lib/digest/subscribers/subscriber-input.ts';
import { isSubscribed, unsubscribe } from '#lib/digest/subscribers/unsubscribe.server.ts';
import { answerForm, orErrorPage } from '#lib/form.server.ts';
import { pageQuery } from '#lib/input.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Changes nothing: mail scanners open links. */
export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' });
  const { token } = pageQuery(tokenQuery, url);
  return { subscribed: await isSubscribed(token).catch(orErrorPage) };
};

export const actions: Actions = {
  /** Open to other sites (foreign-writes.ts): the token is the proof, and nothing here may depend on who is signed in. */
  default: (event) =>
    answerForm(event, unsubscribeInput, async () => {
      await unsubscribe(pageQuery(tokenQuery, event.url).token, new Date());
      return { done: true };
    }),
};
