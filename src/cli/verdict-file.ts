import { readFile, stat } from 'node:fs/promises';
import { jsonErrorText, jsonError } from '#lib/http/input/json-error.ts';
import { Refusal } from '#lib/refusal.ts';

// The API's limit: the longest HTML allowed, with room for multi-byte characters.
const MAX_BYTES = 2 * 1024 * 1024;

/**
 * A file's content as `parseVerdictInput` takes it: `{text}`, or the value of a JSON file. @throws Refusal
 * `file-unreadable`, `too-large`, `verdict-unreadable` (not UTF-8), `invalid-json`
 */
export async function readInput(file: string): Promise<unknown> {
  const text = decoded(await bytesOf(file));
  return /\.json$/i.test(file) || /^\s*\{\s*"/.test(text) ? parsed(text) : { text };
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES)
      throw new Refusal('too-large', {
        message: `The file is over ${MAX_BYTES / 1024 / 1024} MB; a verdict is not.`,
      });
    return await readFile(file);
  } catch (error) {
    const why = WHY[(error as NodeJS.ErrnoException).code ?? ''];
    throw why ? new Refusal('file-unreadable', { message: why }) : error;
  }
}

const WHY: Record<string, string> = {
  ENOENT: 'There is no such file.',
  EISDIR: 'That is a folder. Name the files in it.',
  EACCES: 'You don’t have permission to read this file.',
};

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line = bytes.toString('utf8').split('\ufffd')[0]!.split('\n').length;
    throw new Refusal('verdict-unreadable', {
      message: `Line ${line}: expected plain text in UTF-8, found other bytes.`,
    });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const error = jsonError(text);
    throw new Refusal('invalid-json', {
      message: `The file is not valid JSON.${error ? ` ${jsonErrorText(error)}` : ''}`,
    });
  }
}
