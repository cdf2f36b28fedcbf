import { redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { returnAddress } from '#lib/accounts/sign-in/return-address.ts';
import { pageQuery } from '#lib/http/input/input.server.ts';
import { forgetScripts } from '#lib/http/pages/shared-copy.ts';
import type { RequestHandler } from './$types';

const noScriptQuery = z.object({ to: z.string().optional() });

/** A browser that ran scripts before and no longer does: the page at `to` is rendered for its reader. */
export const GET: RequestHandler = (event) => {
  forgetScripts(event);
  redirect(303, returnAddress(pageQuery(noScriptQuery, event.url).to));
};
