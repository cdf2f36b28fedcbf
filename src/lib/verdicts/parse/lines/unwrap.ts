import { endsSentence, isBlank, type Line } from './line.ts';

const WRAP_WIDTH = 120;
const WRAPPED_LINE = 50;
const WRAPPED_PAIRS = 3;
/** The title, which isn't wrapped. */
const LONG_LINES = 1;

export interface LineBreakRules {
  startsBlock: (line: Line) => boolean;
  isComplete: (line: Line) => boolean;
}

/**
 * Joins lines that an editor wrapped at a fixed width. Copied pages have one line per paragraph, so this applies only
 * if no line but a title is longer than the width and several lines continue in lower case.
 */
export function unwrapLines(lines: Line[], { startsBlock, isComplete }: LineBreakRules): Line[] {
  const prose = lines.filter((line) => !isComplete(line) && !startsBlock(line) && line.link === null);
  const fitting = prose.filter((line) => line.text.length <= WRAP_WIDTH);
  if (prose.length - fitting.length > LONG_LINES) return lines;
  const width = Math.max(...fitting.map(widthOf), 0);
  const goesOn = lines.map((line, i) => {
    const next = lines[i + 1];
    if (line.text.length < WRAPPED_LINE || !next || isBlank(next)) return false;
    return isFull(line, next, width) && !isComplete(line) && !startsBlock(next);
  });
  const broken = lines.filter(
    (line, i) => goesOn[i] && !endsSentence(line.text) && /^\p{Ll}/u.test(lines[i + 1]!.text),
  );
  return broken.length < WRAPPED_PAIRS ? lines : joined(lines, goesOn);
}

function widthOf({ indent, text }: Line): number {
  return indent + text.length;
}

/** An editor wraps a line where the next word doesn't fit; the author ended a shorter line. */
function isFull(line: Line, next: Line, width: number): boolean {
  const word = next.text.split(' ', 1)[0]!;
  return widthOf(line) + 1 + word.length > width - SLACK;
}

// Editors count indentation and trailing spaces differently.
const SLACK = 4;

function joined(lines: Line[], goesOn: boolean[]): Line[] {
  const paragraphs: Line[] = [];
  const texts: string[][] = [];
  lines.forEach((line, i) => {
    const last = goesOn[i - 1] ? paragraphs.at(-1) : undefined;
    if (last) {
      last.last = line.last;
      texts.at(-1)!.push(line.text);
    } else {
      paragraphs.push({ ...line });
      texts.push([line.text]);
    }
  });
  return paragraphs.map((line, i) => ({ ...line, text: texts[i]!.join(' ') }));
}
