export interface AtomFeed {
  title: string;
  self: string;
  page: string;
  entries: AtomEntry[];
}

export interface AtomEntry {
  id: string;
  title: string;
  href: string;
  /** ISO 8601. */
  updated: string;
  author: string;
  category?: string;
  summary?: string;
  /** HTML that is safe to show. */
  html?: string;
}

export const ATOM_TYPE = 'application/atom+xml; charset=utf-8';

/** Entries are newest first. */
export function atomFeed({ title, self, page, entries }: AtomFeed): string {
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <title>${xml(title)}</title>`,
    `  <id>${xml(self)}</id>`,
    `  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${xml(page)}"/>`,
    `  <updated>${entries[0]?.updated ?? '1970-01-01T00:00:00.000Z'}</updated>`,
    ...entries.map(entry),
    '</feed>',
    '',
  ].join('\n');
}

function entry({ id, title, href, updated, author, category, summary, html }: AtomEntry): string {
  return [
    '  <entry>',
    `    <id>${xml(id)}</id>`,
    `    <title>${xml(title)}</title>`,
    `    <link rel="alternate" type="text/html" href="${xml(href)}"/>`,
    `    <updated>${updated}</updated>`,
    `    <author><name>${xml(author)}</name></author>`,
    ...(category === undefined ? [] : [`    <category term="${xml(category)}"/>`]),
    ...(summary === undefined ? [] : [`    <summary>${xml(summary)}</summary>`]),
    ...(html === undefined ? [] : [`    <content type="html">${xml(html)}</content>`]),
    '  </entry>',
  ].join('\n');
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Characters that an XML 1.0 document can't have, not even escaped. */
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

function xml(text: string): string {
  return text
    .toWellFormed()
    .replace(FORBIDDEN, '')
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
}
