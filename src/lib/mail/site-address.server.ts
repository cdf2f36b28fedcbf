import { settings } from '#lib/env.server.ts';

export function siteAddress(path: string): string {
  return new URL(path, settings().ORIGIN).href;
}
