import { expect, test } from 'vitest';
import { showsVotesOf } from './shows-votes.ts';

test('only the page of a verdict with its votes shown on request makes a vote from there not blind', () => {
  for (const at of ['/v/on-x?votes=shown', 'https://site.test/v/on-x?sort=oldest&votes=shown#claim-1'])
    expect(showsVotesOf(at)).toBe('on-x');
  for (const at of [null, undefined, '', '/v/on-x', '/v/on-x?votes=1', '/u/ada?votes=shown', 'http://['])
    expect(showsVotesOf(at)).toBeNull();
});
