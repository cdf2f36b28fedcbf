// Every write from a page names whom the page shows as signed in, because another tab may have signed in as someone else
// since. Programs may leave it out.

/** On requests to the API: the percent-encoded name, or `-` for a page that shows nobody signed in. */
export const VIEWER_HEADER = 'copecheck-viewer';

/** In forms: the name, or `-`. app.html adds it; pages for browsers without scripts have it as a hidden input. */
export const VIEWER_FIELD = 'viewer';

/** No name: names have at least three characters. */
export const NOBODY = '-';
