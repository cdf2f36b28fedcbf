import { expect, test } from 'vitest';
import { commentIdIn } from '../removal-request.ts';
import { removalRequestInput } from './removal-request-input.ts';

const ID = '0198c5a0-0000-7000-8000-000000000001';

test.each([
  [{ text: '\u200b\u2063' }, 'text'],
  [{ email: 'a@b.c\nBcc: x@y.z' }, 'email'],
  [{ email: 'Vera <vera@example.org>' }, 'email'],
  [{ comment: 'that one' }, 'comment'],
  [{ comment: 'a\0b' }, 'comment'],
  [{ reason: 'spam' }, 'reason'],
])('%j is refused at its field', (wrong, field) => {
  const right = { comment: ID, email: 'vera@example.org', reason: 'other', text: 'Mine.' };
  const { error } = removalRequestInput.safeParse({ ...right, ...wrong });
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
  expect(removalRequestInput.safeParse(right).success).toBe(true);
});

test('the id of a comment is found in its addresses', () => {
  for (const typed of [`#c-${ID}`, ` ${ID.toUpperCase()} `, `https://x.example/v/s/report/${ID}`])
    expect(commentIdIn(typed)).toBe(ID);
  expect(commentIdIn('/v/s')).toBeNull();
});
