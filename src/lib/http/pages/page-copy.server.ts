import type { CachedPage, PageBytes } from './cached-pages.server.ts';
import { bytesOf } from './capture-page.server.ts';
import { changeCopy } from './no-script.ts';
import type { PageCopy } from './shared-copy.ts';

/** This copy of the page, made from the other one when first requested. */
export function copyOf({ copies, url }: CachedPage, copy: PageCopy): PageBytes {
  return (copies[copy] ??= otherCopy(copies[copy === 'everyone' ? 'signed in' : 'everyone']!, copy, url));
}

function otherCopy({ headers, etag, body }: PageBytes, to: PageCopy, path: string): PageBytes {
  return bytesOf(headers, etag.replace(/"$/, `-${to.replace(' ', '-')}"`), changeCopy(body, to, path));
}
