import { dayFull } from './day-full.ts';
import { firstComment } from './first-comment.ts';
import { listedWord } from './listed-word.ts';
import { locked } from './locked.ts';
import { nothingVisible } from './nothing-visible.ts';
import { repeated } from './repeated.ts';
import { restricted } from './restricted.ts';
import type { Phase } from './screening.ts';
import { tooManyLinks } from './too-many-links.ts';

/** In this order. A new rule is a new file and a line here. */
export const PHASES: Phase[] = [
  restricted,
  locked,
  // Volume before content: a flood isn't worth reading.
  dayFull,
  nothingVisible,
  repeated,
  tooManyLinks,
  listedWord,
  firstComment,
];
