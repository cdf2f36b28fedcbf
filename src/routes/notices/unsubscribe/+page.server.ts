import { error, type RequestEvent } from '@sveltejs/kit';
import { answerForm, orErrorPage } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { stopInput, stopQuery } from '#lib/notices/delivery/stop-input.ts';
import { findStopLink, stopMailByLink } from '#lib/moderation/notices/stop-mail.server.ts';
import { TOKEN_PAGE } from '../../token-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** Forms and nothing else. */
export const csr = false;

/** Changes nothing: mail scanners open links. */
export const load: PageServerLoad = async ({ url, setHeaders }) => {
  setHeaders(TOKEN_PAGE);
  const { token } = pageQuery(stopQuery, url);
  return findStopLink(token).catch(orErrorPage);
};

export const actions: Actions = {
  /** Open to other sites (foreign-writes.ts): the token is the proof, and nothing here may depend on who is signed in. */
  default: async (event) => {
    const answer = await answerForm(
      event,
      stopInput,
      async ({ stop }, context) => ({
        stopped: await stopMailByLink(pageQuery(stopQuery, event.url).token, stop, context.now),
      }),
      { anyAccount: true },
    );
    // SvelteKit would answer 200 with the failure as JSON. A mail provider goes by the status and may try again.
    if (!('stopped' in answer) && !isBrowser(event)) {
      const { message, code } = answer.data;
      error(answer.status, { message, code });
    }
    return answer;
  },
};

/** A browser sends the form of a page and asks for a page. */
const isBrowser = ({ request }: RequestEvent): boolean =>
  request.headers.get('accept')?.includes('text/html') === true;
