import { longDate } from '#lib/ui/relative-time.ts';
import { issueName, type IssueView, type ItemView, type SectionView } from './issue-view.ts';

/** Columns. Mail programs show plain text at a fixed width, and quote it with a few characters in front. */
const WIDTH = 72;

export function issueText(issue: IssueView, origin: string): string {
  const title = issueName(issue.n);
  return [
    `${title}\n${longDate(issue.date)}`,
    ...issue.introduction.map((paragraph) => wrapped(paragraph)),
    ...issue.sections.map((section) => sectionText(section, origin)),
  ].join('\n\n');
}

function sectionText({ heading, items }: SectionView, origin: string): string {
  const upper = heading.toUpperCase();
  return [`${upper}\n${'-'.repeat(upper.length)}`, ...items.map((item) => itemText(item, origin))].join(
    '\n\n',
  );
}

function itemText({ title, stamp, claim, text, quote, facts, href }: ItemView, origin: string): string {
  return [
    wrapped(title),
    ...(stamp === null ? [] : [wrapped(`Stamped: ${stamp}`)]),
    ...(claim === null ? [] : [wrapped(`“${claim}”`)]),
    ...(text === null ? [] : [wrapped(text)]),
    ...(quote === null ? [] : [wrapped(`“${quote.text}” (${quote.by})`, '> ')]),
    wrapped(facts.join(' · ')),
    origin + href,
  ].join('\n');
}

/** Wraps at `WIDTH`. A longer word stays whole, as addresses must. */
function wrapped(text: string, prefix = ''): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH - prefix.length)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => prefix + line).join('\n');
}
