import type { LedgerRow } from '#lib/moderation/ledger.ts';
import { logWords } from './log-words.ts';

/** The log as an Atom feed (RFC 4287). Written by hand: it is these thirty lines, and there is no text of people in it. */
export function atomOf(rows: LedgerRow[], { origin, self }: { origin: string; self: string }): string {
  const updated = rows[0]?.at ?? '1970-01-01T00:00:00.000Z';
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '  <title>CopeCheck: moderation log</title>',
    `  <id>${xml(self)}</id>`,
    `  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${xml(`${origin}/moderation-log`)}"/>`,
    `  <updated>${updated}</updated>`,
    ...rows.map((row) => entry(row, origin)),
    '</feed>',
    '',
  ].join('\n');
}

function entry(row: LedgerRow, origin: string): string {
  const { who, did, why } = logWords(row);
  return [
    '  <entry>',
    `    <id>${xml(`${origin}/moderation-log#no-${row.no}`)}</id>`,
    `    <title>${xml(`${who} ${did}`)}</title>`,
    `    <link rel="alternate" type="text/html" href="${xml(origin + row.place)}"/>`,
    `    <updated>${row.at}</updated>`,
    `    <author><name>${xml(who)}</name></author>`,
    `    <category term="${xml(row.kind)}"/>`,
    ...(why ? [`    <summary>${xml(why)}</summary>`] : []),
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

function xml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
}
