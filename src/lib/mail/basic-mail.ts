/** A mail that consists of sentences and at most one link. Everything is plain text. */
export interface BasicMail {
  subject: string;
  heading: string;
  /** Above the button. */
  paragraphs: string[];
  /** `href` is absolute: see siteAddress. */
  button?: { label: string; href: string };
  /** Below the button: how long the link works, what to do if one didn't ask for it. */
  after?: string[];
}

/** The text part. */
export function basicMailText({ heading, paragraphs, button, after = [] }: BasicMail): string {
  const link = button ? [`${button.label}:\n${button.href}`] : [];
  return `${[heading, ...paragraphs, ...link, ...after].join('\n\n')}\n`;
}
