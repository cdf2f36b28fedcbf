import { NoResponse, Problem } from '#lib/http/api/api-client.ts';

/** What a fault says to the reader. A bug of ours goes to the browser's error reporting instead. */
export function messageOf(fault: unknown): string {
  if (fault instanceof Problem || fault instanceof NoResponse) return fault.message;
  reportError(fault);
  return 'Something went wrong on this page. Reload it. Your text is saved.';
}
