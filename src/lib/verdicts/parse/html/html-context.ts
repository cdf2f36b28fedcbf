import {
  BLOCKS,
  DROPPED,
  boilerplateReason,
  IN_FORM,
  LISTS,
  PREFORMATTED,
  type EnclosingParts,
} from './html-elements.ts';
import { webAddress } from '#lib/verdicts/parse/head/labels.ts';

const ITEM_INDENT = 2;
const LEVEL_INDENT = 4;
// As many cells as a structured verdict's table may have in a row.
const MAX_SPAN = 20;

export interface List {
  ordered: boolean;
  next: number;
}

export interface Item {
  /** What the item's first line begins with; "" once a line has it. */
  marker: string;
  indent: number;
  boilerplate: boolean;
}

export interface Row {
  /** Index of the row's first line. */
  start: number;
  gapAbove: boolean;
  cells: { start: number; header: boolean; span: number }[];
  /** Whether the row lays out parts of a page rather than data. */
  layout: boolean;
}

/** What holds for the text inside an element; most of it is inherited. */
export interface Context {
  name: string;
  inside: EnclosingParts;
  dropped: boolean;
  preformatted: boolean;
  boilerplate: string | null;
  /** Reasons that make no furniture on this page. */
  ignoredReasons: Set<string | null>;
  link: string | null;
  /** Whether an inline element is likely laid out apart from the one beside it. */
  separate: boolean;
  heading: number | null;
  /** How many lists are around. */
  depth: number;
  list: List | null;
  item: Item | null;
  row: Row | null;
  /** Whether the table around says that it has no data. */
  layout: boolean;
}

export type Attributes = Record<string, string>;

export const OUTERMOST: Context = {
  name: '',
  inside: { part: false, work: false },
  dropped: false,
  preformatted: false,
  boilerplate: null,
  ignoredReasons: new Set(),
  link: null,
  separate: false,
  heading: null,
  depth: 0,
  list: null,
  item: null,
  row: null,
  layout: false,
};

/** The context inside an element. A list item takes the next number of its list. */
export function contextInside(outer: Context, name: string, attributes: Attributes): Context {
  const context: Context = {
    ...outer,
    name,
    inside: surroundings(outer.inside, name),
    dropped: outer.dropped || DROPPED.has(name),
    preformatted: outer.preformatted || PREFORMATTED.has(name),
    boilerplate: boilerplateOf(outer, name, attributes),
    link: (name === 'a' ? webAddress((attributes['href'] ?? '').trim()) : null) ?? outer.link,
    separate: !BLOCKS.has(name) && (name === 'a' || name === 'button' || Boolean(attributes['class'])),
    heading: /^h[1-6]$/.test(name) ? Number(name[1]) : outer.heading,
  };
  if (LISTS.has(name)) return { ...context, depth: outer.depth + 1, list: listOf(name, attributes) };
  // A browser shows a term's description below it, indented.
  if (name === 'dd')
    return {
      ...context,
      item: { marker: '', indent: ITEM_INDENT, boilerplate: context.boilerplate !== null },
    };
  if (name === 'li') return { ...context, item: itemOf(context, attributes) };
  if (name === 'table') return { ...context, row: null, layout: isLayout(attributes) };
  if (name === 'td' || name === 'th') return { ...context, depth: 0, list: null, item: null, heading: null };
  return context;
}

export function spanOf(attributes: Attributes): number {
  return Math.min(wholeNumber(attributes['colspan']) || 1, MAX_SPAN);
}

function surroundings({ part, work }: EnclosingParts, name: string): EnclosingParts {
  return {
    part: part || name === 'main' || name === 'article' || name === 'section',
    work: work || name === 'article' || name === 'blockquote',
  };
}

/** Some sites wrap their whole page in a form; its main part is none of it. */
function boilerplateOf(outer: Context, name: string, attributes: Attributes): string | null {
  const isMain = name === 'main' || name === 'article';
  if (outer.boilerplate !== null) return isMain && outer.boilerplate === IN_FORM ? null : outer.boilerplate;
  const reason = boilerplateReason(name, attributes, outer.inside);
  return outer.ignoredReasons.has(reason) ? null : reason;
}

function listOf(name: string, attributes: Attributes): List {
  return { ordered: name === 'ol', next: wholeNumber(attributes['start']) ?? 1 };
}

function itemOf({ list, depth, boilerplate }: Context, attributes: Attributes): Item {
  const indent = ITEM_INDENT + LEVEL_INDENT * (Math.max(depth, 1) - 1);
  const item = { marker: '- ', indent, boilerplate: boilerplate !== null };
  if (!list?.ordered) return item;
  const number = wholeNumber(attributes['value']) ?? list.next;
  list.next = number + 1;
  return { ...item, marker: `${number}. ` };
}

function isLayout(attributes: Attributes): boolean {
  return /^(?:presentation|none)$/i.test((attributes['role'] ?? '').trim());
}

function wholeNumber(text = ''): number | null {
  return /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : null;
}
