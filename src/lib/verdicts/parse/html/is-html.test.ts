import { expect, test } from 'vitest';
import { isHtml } from './is-html.ts';

test.each([
  '<!DOCTYPE html>\n<html><body>…',
  '\n\n  <html>',
  '<?xml version="1.0"?><html>',
  '<p>Text</p>',
  '<div class=a>Text',
  '<!-- saved from a page --> <!-- again -->\n<!doctype html>',
  'Title\n\n<div>a</div>\n<div>b</div>\n<p>c</p>',
  `<div class="${'a'.repeat(1000)}">a</div><p>b</p><p>c</p>`,
])('HTML: %s', (text) => {
  expect(isHtml(text)).toBe(true);
});

test.each([
  '',
  'A title\n\nThe page closes with </body> and says <no more>.',
  '<https://gazette.example>',
  '<3 is a heart',
  '<!-- a note -->\n# A title\n\nText.',
  '<!-- never closed',
  'Use `</p>`, `</div>`, `</span>` and `</li>`.',
  'A title\n\n```\n<p>a</p>\n<p>b</p>\n<p>c</p>\n```\n',
  'a < b, b > c, </p>, </div>',
])('not HTML: %s', (text) => {
  expect(isHtml(text)).toBe(false);
});
