import { globSync } from 'node:fs';

/** Pages that no sight can show, with the reason. */
const WITHOUT_SIGHT: Record<string, string> = {
  '/admin/first': 'its link is void once a site has an admin; first-admin.test.ts checks it',
};

/** Routes with a page, as `/v/[slug]/versions`. */
export function pageRoutes(): string[] {
  return globSync('src/routes/**/+page.svelte')
    .map((file) => file.replace(/^src\/routes|\/\([^)]+\)|\/\+page\.svelte$/g, '') || '/')
    .filter((route) => !(route in WITHOUT_SIGHT))
    .sort();
}

/** The route that shows this path: a literal segment is preferred to a parameter. */
export function routeOf(path: string, routes: string[]): string | undefined {
  const segments = path.replace(/[?#].*/, '').split('/');
  const fits = (route: string) => {
    const parts = route.split('/');
    return (
      parts.length === segments.length && parts.every((part, i) => /^\[/.test(part) || part === segments[i])
    );
  };
  return routes.filter(fits).sort((a, b) => a.split('[').length - b.split('[').length)[0];
}
