import { matchKey } from '#lib/verdicts/match-key.ts';
import { startsBody } from './head-body.ts';
import { acceptOpening } from './head-opening.ts';
import { acceptDate, acceptSourceValue } from './head-source.ts';
import { REPEATS_TITLE, type HeadReader } from './head-reader.ts';
import { parseLabel, isNone, stripQuotes, webAddress, type Label } from './labels.ts';
import type { Line } from '#lib/verdicts/parse/lines/line.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';

/** `Name: value`, or the name with the value on the next line. A label without new information becomes a banner. */
export function acceptLabel(head: HeadReader, line: Line): boolean {
  const label = line.markedAs ? null : parseLabel(line.text);
  if (!label) return false;
  if (label.name === 'opening') return acceptOpening(head, line, label.value);
  const below = label.value === '' ? head.nextText() : undefined;
  const inside = below && !startsBody(head, below) && !parseLabel(below.text) ? below : undefined;
  const value = stripQuotes(label.value || inside?.text || '');
  const lines = inside ? [line, inside] : [line];
  if (!acceptLabelValue(head, lines, { name: label.name, value })) return head.addBanner(line);
  if (inside) head.skipTo(inside);
  return true;
}

/** False if the value is not new or not valid. */
function acceptLabelValue(head: HeadReader, lines: Line[], { name, value }: Label): boolean {
  const url = webAddress(value);
  if (url && name !== 'date' && name !== 'model') return head.setUrl(lines, url);
  const link = webAddress(lines.at(-1)!.link ?? '');
  if (link && head.url === null) head.setUrl(lines, link);
  if (link && name === 'address') return true;
  if (isNone(value)) return value !== '' && head.assign(lines, 'label', 'Says that there is none.');
  switch (name) {
    case 'title':
      if (head.title !== null)
        return matchKey(value) === matchKey(head.title) && head.assign(lines, 'title', REPEATS_TITLE);
      return value.length <= MAX_TITLE && head.setTitle(lines, value);
    case 'source':
      return acceptSourceValue(head, lines, value);
    case 'date':
      return acceptDate(head, lines, value);
    case 'model':
      return !head.source?.model && head.addToSource(lines, { model: value });
    default:
      return false;
  }
}
