import { dayFull } from './day-full.ts';
import { firstComment } from './first-comment.ts';
import { listedWord } from './listed-word.ts';
import { locked } from './locked.ts';
import { repeated } from './repeated.ts';
import { restricted } from './restricted.ts';
import type { Phase } from './screening.ts';
import { tooManyLinks } from './too-many-links.ts';

/** In this order. A new rule is a new file and a line here. */
export const PHASES: Phase[] = [
  // Who may not write, and where nobody may: the text doesn't matter.
  restricted,
  locked,
  // How much, before what: a flood isn't worth reading.
  dayFull,
  repeated,
  tooManyLinks,
  // What it says.
  listedWord,
  // Nothing is wrong with it, and nobody knows who writes.
  firstComment,
];
