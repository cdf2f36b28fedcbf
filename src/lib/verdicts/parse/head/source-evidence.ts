import type { Line } from '#lib/verdicts/parse/lines/line.ts';
import { isModel, parseSourceLine } from './source-line.ts';

/** Only the Oracle's pages name the model that wrote them. */
export function sourceEvidence(lines: Line[]): number {
  const source = lines
    .slice(0, TOP)
    .map(({ text }) => parseSourceLine(text))
    .find((line) => line !== null);
  if (!source) return 0;
  return source.model && isModel(source.model) ? 2 : 1;
}

/** Lines of a page that may be above its title. */
const TOP = 60;
