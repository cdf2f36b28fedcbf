import { describe, expect, it } from 'vitest';
import { feedbackInput } from './feedback-input.ts';
import { feedbackPage } from './feedback.ts';

const SITE = 'https://copecheck.example';

describe('the page that feedback is about', () => {
  it.each([
    ['/v/x', null, '/v/x'],
    [null, `${SITE}/about?secret=1#top`, '/about'],
    ['/v/x', `${SITE}/about`, '/v/x'],
    [null, `${SITE}/feedback`, null],
    [null, 'https://elsewhere.example/v/x', null],
    ['https://evil.example/', `${SITE}/about`, '/about'],
    ['javascript:alert(1)', null, null],
    [`/${'x'.repeat(400)}`, null, null],
    [null, null, null],
  ])('from=%j and referer %j give %j', (from, referer, page) => {
    expect(feedbackPage(from, referer, SITE)).toBe(page);
  });
});

describe('feedback', () => {
  it('takes a message and leaves out what was left empty', () => {
    const input = { kind: 'idea', message: ' Line one\nline two ', email: '', page: '' };
    expect(feedbackInput.parse(input)).toEqual({ kind: 'idea', message: 'Line one\nline two' });
  });

  it.each([
    ['kind', { kind: 'rant' }],
    ['message', { message: ' \n ' }],
    ['message', { message: '\0' }],
    ['message', { message: '\u200b\u3164' }],
    ['message', { message: 'x'.repeat(5001) }],
    ['email', { email: 'not an address' }],
    ['page', { page: 'javascript:alert(1)' }],
    ['page', { page: '//evil.example' }],
    ['page', { page: '/\t/evil.example' }],
    ['page', { page: '/\\evil.example' }],
  ])('is refused for its %s: %j', (path, fault) => {
    const result = feedbackInput.safeParse({ kind: 'idea', message: 'Hello', ...fault });
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
  });
});
