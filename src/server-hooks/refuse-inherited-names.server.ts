import { error, type Handle } from '@sveltejs/kit';
import { isApi } from './is-api.ts';

// SvelteKit finds form actions and remote functions by name in a plain object, and so finds inherited names:
// `?/constructor`, `/_app/remote/__proto__`. These, and the reserved `?/default`, would be logged as bugs.
export const refuseInheritedNames: Handle = ({ event, resolve }) => {
  const name = [...event.url.searchParams.keys()].find((key) => key.startsWith('/'))?.slice(1);
  const isAction = event.request.method === 'POST' && name !== undefined && !isApi(event);
  if (event.isRemoteRequest || (isAction && (name === 'default' || name in Object.prototype)))
    error(404, { message: 'There is nothing at this address.' });
  return resolve(event);
};
