import { slugOf } from '#lib/verdicts/publish/slug.ts';

const MAX_ID = 60;

/** Returns unique ids: `the-verdict`, `the-verdict-2`. */
export function sectionIds(): (heading: string) => string {
  const given = new Map<string, number>();
  return (heading) => {
    const base = slugOf(heading, MAX_ID) || 'text';
    for (let n = (given.get(base) ?? 0) + 1; ; n++) {
      const id = n === 1 ? base : `${base}-${n}`;
      if (given.has(id) && n > 1) continue;
      given.set(base, n).set(id, given.get(id) ?? 1);
      return id;
    }
  };
}
