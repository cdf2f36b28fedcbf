export interface KeyGroup {
  where: string;
  keys: [key: string, does: string][];
}

/** Every shortcut of the site, except those of moderators, whose pages list their own. */
export const ALL_KEYS: KeyGroup[] = [
  {
    where: 'On every page',
    keys: [
      ['/', 'search'],
      ['?', 'show these keys'],
    ],
  },
  {
    where: 'In a discussion',
    keys: [
      ['n', 'next new comment'],
      ['p', 'previous new comment'],
      ['q', 'quote the selected text'],
      ['c', 'comment on the selected text of the verdict'],
    ],
  },
  {
    where: 'While you write',
    keys: [
      ['Ctrl Enter', 'send (on a Mac ⌘ Enter)'],
      ['Esc', 'close an empty reply'],
    ],
  },
  {
    where: 'While you step through assumptions',
    keys: [
      ['1', 'assumed (or ←)'],
      ['2', 'not assumed (or →)'],
      ['s', 'skip'],
      ['b', 'back'],
    ],
  },
  { where: 'In a dialog', keys: [['Esc', 'close it']] },
];
