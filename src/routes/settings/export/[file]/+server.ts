import { z } from 'zod';
import { requireSignedIn } from '#lib/actor.ts';
import { orErrorPage, pageParams } from '#lib/http/forms/form.server.ts';
import { EXPORT_FORMATS } from '#lib/privacy/export/export.ts';
import { openExport } from '#lib/privacy/export/read-export.server.ts';
import type { RequestHandler } from './$types';

const fileParams = z.object({ file: z.templateLiteral(['copecheck-data.', z.enum(EXPORT_FORMATS)]) });

const TYPES = { json: 'application/json', html: 'text/html; charset=utf-8' };

/** A file of the caller's export. It needs the session: the address alone opens nothing. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const { file } = pageParams(fileParams, params);
  const format = file.endsWith('json') ? 'json' : 'html';
  try {
    return new Response(await openExport(requireSignedIn(locals.actor), format), {
      headers: {
        'content-type': TYPES[format],
        'content-disposition': `attachment; filename="${file}"`,
        'cache-control': 'private, no-store',
        // Opened in a tab all the same, it is a page without rights on this site.
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      },
    });
  } catch (refusal) {
    orErrorPage(refusal);
  }
};
