import { expect, test } from 'vitest';
import { copyForCookies } from './shared-copy.ts';

test.each([
  [undefined, 'everyone'],
  ['', 'everyone'],
  ['visits=3', 'everyone'],
  ['scripts=on', 'everyone'],
  ['viewer=admin.ada', 'everyone'],
  ['xsession=1; Session=2; scripts=on', 'everyone'],
  ['appearance=dark; scripts=on', 'everyone'],
  ['session=x; scripts=on', 'signed in'],
  ['scripts=on;session =x', 'signed in'],
  ['session=; scripts=on', 'signed in'],
  ['session="x"; scripts="on"', 'signed in'],
  ['session=x; appearance=dark; scripts=on', 'signed in'],
  ['session=x', null],
  ['other=1;session =x', null],
  ['\tappearance\t=dark', null],
  ['session=x; scripts=off', null],
  ['session=x; scripts=off; scripts=on', null],
  ['session=x; Scripts=on', null],
  ['session=x; scripts=on; done=created', null],
  ['done=created', null],
])('with the cookies %j, a browser gets %s', (header, copy) => {
  expect(copyForCookies(header, 'session')).toBe(copy);
});
