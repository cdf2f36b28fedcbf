import { MAX_MAIL } from './bounce-report.server.ts';

/** Longer lines are read in pieces, which bounds memory. */
const MAX_LINE = 64 * 1024;

/**
 * The mails in an mbox file, or the whole file if it isn't one. Streams, so the file may be larger than memory. Cuts
 * each mail at MAX_MAIL.
 */
export async function* mailsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let mail: string[] = [];
  let size = 0;
  let mbox: boolean | undefined;
  let afterBlank = true;
  for await (const { text, startsLine } of linesOf(chunks)) {
    mbox ??= text.startsWith('From ');
    if (mbox && startsLine && afterBlank && text.startsWith('From ')) {
      if (size > 0) yield Buffer.from(mail.join(''), 'latin1');
      [mail, size] = [[], 0];
    } else if (size + text.length <= MAX_MAIL) {
      mail.push(text);
      size += text.length;
    }
    afterBlank = startsLine && text.trim() === '';
  }
  if (size > 0) yield Buffer.from(mail.join(''), 'latin1');
}

interface Line {
  /** With its line break. Each character is one byte (Latin-1). */
  text: string;
  /** False for a further piece of a long line. */
  startsLine: boolean;
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let rest = '';
  let startsLine = true;
  for await (const chunk of chunks) {
    const lines = (rest + Buffer.from(chunk).toString('latin1')).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      yield { text: `${line}\n`, startsLine };
      startsLine = true;
    }
    if (rest.length <= MAX_LINE) continue;
    yield { text: rest, startsLine };
    [rest, startsLine] = ['', false];
  }
  if (rest !== '') yield { text: rest, startsLine };
}
