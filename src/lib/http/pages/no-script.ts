import type { PageCopy } from './shared-copy.ts';

/** Where a shared page takes `noScript`. */
export const NO_SCRIPT_MARK = '<!--no-script-->';

const END = '</noscript>';

/** In the copy for requests with a session: leads a browser without scripts to the page at `path` made for its reader. */
export function noScript(copy: PageCopy, path: string): string {
  if (copy === 'everyone') return NO_SCRIPT_MARK;
  const address = `/no-script?to=${encodeURIComponent(path)}`;
  return `${NO_SCRIPT_MARK}<noscript><meta http-equiv="refresh" content="0; url=${address}" />${END}`;
}

/** The other copy of a shared page. The first mark is ours: it is above all text of people, who can't write comments. */
export function changeCopy(page: Buffer, to: PageCopy, path: string): Buffer {
  const start = page.indexOf(NO_SCRIPT_MARK);
  if (start < 0) throw new Error('the page has no mark for <noscript>');
  const end = to === 'everyone' ? page.indexOf(END, start) + END.length : start + NO_SCRIPT_MARK.length;
  return Buffer.concat([page.subarray(0, start), Buffer.from(noScript(to, path)), page.subarray(end)]);
}
