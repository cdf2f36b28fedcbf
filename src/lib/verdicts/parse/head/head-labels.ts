import { fold } from '#lib/verdicts/match-key.ts';
import { startsBody } from './head-body.ts';
import { tookOpening } from './head-opening.ts';
import { tookDate, tookSourceValue } from './head-source.ts';
import { REPEATS_TITLE, type HeadState } from './head-reader.ts';
import { readLabel, saysNone, unquoted, webAddress, type Label } from './labels.ts';
import type { Line } from '#lib/verdicts/parse/lines/line.ts';
import { MAX_TITLE } from '#lib/verdicts/parse/lines/readable-text.ts';

/** A line `Name: value`, or the name with the value on the next line. One that tells nothing new is kept as a banner. */
export function tookLabel(head: HeadState, line: Line): boolean {
  const label = line.as ? null : readLabel(line.text);
  if (!label) return false;
  if (label.name === 'opening') return tookOpening(head, line, label.value);
  const below = label.value === '' ? head.below() : undefined;
  const inside = below && !startsBody(head, below) && !readLabel(below.text) ? below : undefined;
  const value = unquoted(label.value || inside?.text || '');
  const lines = inside ? [line, inside] : [line];
  if (!tookValue(head, lines, { name: label.name, value })) return head.addBanner(line);
  if (inside) head.moveTo(inside);
  return true;
}

/** Takes what a label says, if it is news. */
function tookValue(head: HeadState, lines: Line[], { name, value }: Label): boolean {
  const url = webAddress(value);
  if (url && name !== 'date' && name !== 'model') return head.setUrl(lines, url);
  const link = webAddress(lines.at(-1)!.link ?? '');
  if (link && head.url === null) head.setUrl(lines, link);
  if (link && name === 'address') return true;
  if (saysNone(value)) return value !== '' && head.use(lines, 'label', 'Says that there is none.');
  switch (name) {
    case 'title':
      if (head.title !== null)
        return fold(value) === fold(head.title) && head.use(lines, 'title', REPEATS_TITLE);
      return value.length <= MAX_TITLE && head.setTitle(lines, value);
    case 'source':
      return tookSourceValue(head, lines, value);
    case 'date':
      return tookDate(head, lines, value);
    case 'model':
      return !head.source?.model && head.addToSource(lines, { model: value });
    default:
      return false;
  }
}
