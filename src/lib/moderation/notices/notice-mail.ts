import { permalink } from '#lib/discussion/page/links.ts';
import { excerptOf } from '#lib/excerpt.ts';
import type { NoticeView } from '#lib/notices/notice-view.ts';
import { noteLabel, noticeText } from './notice-text.ts';

/** Notices that one email shows; the site has the rest. */
const SHOWN = 20;

/** Characters that lists of mails show. */
const SUBJECT_MAX = 110;

export interface NoticeMailItem {
  title: string;
  /** The verdict's title; null without a comment. */
  on: string | null;
  /** A moderator's reason and message. */
  lines: string[];
  excerpt: string | null;
  /** To the comment, to the page where an admin decides, or to the notices. */
  link: { href: string; label: string };
}

/** An email about notices: what is said in it, without addresses. */
export interface NoticeMail {
  subject: string;
  items: NoticeMailItem[];
  /** Notices beyond those shown. */
  more: number;
}

/** @param notices oldest first, at least one */
export function noticeMailOf(notices: NoticeView[]): NoticeMail {
  const items = notices.slice(0, SHOWN).map(itemOf);
  const [first] = items;
  const subject =
    notices.length > 1
      ? `${notices.length} new notices, from ${first!.title.replace(/\.$/, '')}`
      : `${first!.title.replace(/\.$/, '')}${first!.on === null ? '' : `: ${first!.on}`}`;
  return { subject: excerptOf(subject, SUBJECT_MAX), items, more: notices.length - items.length };
}

function itemOf(notice: NoticeView): NoticeMailItem {
  const { title, why, next, desk } = noticeText(notice);
  const { comment, data } = notice;
  const on = comment?.title ?? data.verdict?.title ?? null;
  return {
    title,
    on,
    lines: [
      ...(why ? [`${why.reason}.${why.rule ? ` ${why.rule}` : ''}`] : []),
      ...(data.note ? [`${noteLabel(notice)}: ${data.note}`] : []),
      ...(next ? [next] : []),
    ],
    excerpt: comment?.excerpt ?? null,
    link:
      desk ??
      (comment
        ? { href: permalink(comment.verdict, comment.id), label: 'Read it in the discussion' }
        : { href: `/notices#n-${notice.id}`, label: 'See the notice' }),
  };
}

interface Links {
  origin: string;
  stop: string;
}

export function noticeMailText({ items, more }: NoticeMail, { origin, stop }: Links): string {
  const blocks = items.map(({ title, on, lines, excerpt, link }) =>
    [
      title,
      ...(on === null ? [] : [`On: ${on}`]),
      ...lines,
      ...(excerpt === null ? [] : [`> ${excerpt}`]),
      origin + link.href,
    ].join('\n'),
  );
  return `${[
    ...blocks,
    ...(more > 0 ? [`And ${more} more:\n${origin}/notices`] : []),
    [
      '--',
      'You get this email because of your settings at',
      `${origin}/settings#notices`,
      `Stop these emails: ${stop}`,
    ].join('\n'),
  ].join('\n\n')}\n`;
}
