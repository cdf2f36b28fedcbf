const names = (list: string) => new Set(list.split(' '));

/** Elements that start and end a line. */
export const BLOCKS = names(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp',
);

/** Blocks with a blank line above and below. */
export const MARGINS = names(
  'article blockquote dir dl fieldset figure h1 h2 h3 h4 h5 h6 hr listing menu ol p pre section table ul xmp',
);

/** Elements whose text browsers don't show. */
export const DROPPED = names(
  'annotation annotation-xml audio canvas datalist iframe noembed noframes noscript object rp script select style svg template textarea title video',
);

export const LISTS = names('dir menu ol ul');
export const PREFORMATTED = names('listing plaintext pre xmp');

const BOILERPLATE = names('button dialog form nav search');
const BOILERPLATE_ROLES = names('navigation banner contentinfo search complementary');

/** Decides whether a `header` or `footer` belongs to the page or to a part of it. */
export interface EnclosingParts {
  /** Inside `main`, `article` or `section`: a `header` belongs to that part. */
  part: boolean;
  /** Inside `article` or `blockquote`: a `footer` belongs to it. */
  work: boolean;
}

export const IN_FORM = 'inside <form>';
const IN_HEADER = 'inside the site’s <header>';
const IN_BANNER = 'inside role="banner"';
const ARIA_HIDDEN = 'hidden by aria-hidden';

/**
 * Some pages have all their content inside one of these: a form around the page, a header with the title, everything
 * aria-hidden behind a dialog.
 */
export const UNCERTAIN_REASONS = new Set([IN_FORM, IN_HEADER, IN_BANNER, ARIA_HIDDEN]);

/** Null: content. */
export function boilerplateReason(
  name: string,
  attributes: Record<string, string>,
  inside: EnclosingParts,
): string | null {
  const role = (attributes['role'] ?? '').trim().toLowerCase();
  if (BOILERPLATE.has(name)) return `inside <${name}>`;
  if (name === 'aside' && !inside.part) return 'inside the site’s <aside>';
  if (name === 'header' && !inside.part) return IN_HEADER;
  if (name === 'footer' && !inside.work) return 'inside the site’s <footer>';
  if (Object.hasOwn(attributes, 'hidden')) return 'hidden';
  if (attributes['aria-hidden']?.trim().toLowerCase() === 'true') return ARIA_HIDDEN;
  return BOILERPLATE_ROLES.has(role) ? `inside role="${role}"` : null;
}
