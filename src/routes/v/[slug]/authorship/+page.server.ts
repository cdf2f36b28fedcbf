import { claimInput, tokenInput, tokenQuery } from '#lib/authorship/authorship-input.ts';
import {
  claimAuthorship,
  confirmAuthorship,
  findLinkedClaim,
  findOwnAuthorship,
} from '#lib/authorship/claim-authorship.server.ts';
import { answerForm, orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { requestContext } from '#lib/http/request-context.server.ts';
import { verdictParams } from '#lib/verdicts/verdict-params-input.ts';
import { TOKEN_PAGE } from '../../../token-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, url, locals, setHeaders }) => {
  const { slug } = pageParams(verdictParams, params);
  const { token } = pageQuery(tokenQuery, url);
  if (token) {
    // The link changes nothing by itself: mail scanners open links.
    setHeaders(TOKEN_PAGE);
    return { slug, link: { token, found: await findLinkedClaim(token, new Date()) } };
  }
  return { slug, own: await findOwnAuthorship(slug, requestContext(locals)).catch(orErrorPage) };
};

export const actions: Actions = {
  claim: (event) =>
    answerForm(event, claimInput, async ({ email }, context) => {
      const { slug } = pageParams(verdictParams, event.params);
      await claimAuthorship(slug, email, { ...context, from: event.getClientAddress() });
      return { sent: email };
    }),
  confirm: (event) =>
    answerForm(
      event,
      tokenInput,
      async ({ token }, context) => {
        await confirmAuthorship(token, context.now);
        return { confirmed: true };
      },
      { anyAccount: true },
    ),
};
