import { settings } from '#lib/env.server.ts';

/** The absolute address of a path of this site. */
export function siteAddress(path: string): string {
  return new URL(path, settings().ORIGIN).href;
}
