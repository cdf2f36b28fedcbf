import { randomUUID } from 'node:crypto';
import type { HandleServerError } from '@sveltejs/kit';
import { log } from '#lib/log.server.ts';
import { refusalOf } from '#lib/refusal-of.ts';
import { loggedPath } from './log-request.server.ts';

/** Bugs end here: the log gets the cause with an id, the reader gets the id and a plain sentence. */
export const handleError: HandleServerError = ({ error, event, status, message }) => {
  if (status === 404) return { message: 'There is nothing at this address.' };
  if (status < 500) return { message };
  const outage = refusalOf(error);
  if (outage?.code === 'unavailable') {
    event.locals.outage = outage;
    (event.locals.log ?? log).warn({ err: error, path: loggedPath(event) }, 'the database is away');
    return { message: outage.message, code: outage.code };
  }
  const id = event.locals.requestId ?? randomUUID();
  (event.locals.log ?? log).error({ err: error, path: loggedPath(event), id }, 'a request failed');
  return { message: 'Something went wrong on our side. It has been logged; try again.', id };
};
