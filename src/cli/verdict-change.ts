import type { Command } from 'commander';
import { COMMAND_LINE } from '#lib/actor.ts';
import { settings } from '#lib/env.server.ts';
import { checked } from '#lib/http/input/input.server.ts';
import { Refusal, type FieldError } from '#lib/refusal.ts';
import {
  republishVerdict,
  retractVerdict,
  unpublishVerdict,
} from '#lib/verdicts/publish/set-verdict-state.server.ts';
import { editVerdict } from '#lib/verdicts/versions/edit-verdict.server.ts';
import { parseVerdictInput } from '#lib/verdicts/publish/parse-verdict-input.server.ts';
import { noteInput } from '#lib/verdicts/publish/verdict-input.ts';
import type { VerdictState } from '#lib/verdicts/verdict-state.ts';
import { JSON_FLAG, print } from './print.ts';
import { formatErrors, inputErrors } from './verdict-errors.ts';
import { readInput } from './verdict-file.ts';

interface Options {
  json?: boolean;
}

interface Noted extends Options {
  note: string;
}

export function addChangeCommands(verdict: Command): void {
  verdict
    .command('edit <slug> <file>')
    .description('replace a verdict by the one in the file: a new version with a note, at the same address')
    .requiredOption('--note <text>', 'what changed and why; readers see it')
    .addOption(JSON_FLAG())
    .action(edit);
  verdict
    .command('unpublish <slug>')
    .description('hide a verdict and its comments from everyone but admins')
    .addOption(JSON_FLAG())
    .action(unpublish);
  verdict
    .command('retract <slug>')
    .description('replace a verdict’s text by a note; its comments stay readable')
    .requiredOption('--note <text>', 'why it is retracted; readers see it')
    .addOption(JSON_FLAG())
    .action(retract);
  verdict
    .command('publish <slug>')
    .description('bring an unpublished or retracted verdict back')
    .addOption(JSON_FLAG())
    .action(republish);
}

async function unpublish(slug: string, { json }: Options): Promise<void> {
  await unpublishVerdict(slug, context());
  printState(slug, 'unpublished', json);
}

async function retract(slug: string, { note, json }: Noted): Promise<void> {
  await retractVerdict(slug, { note: checkedNote(note) }, context());
  printState(slug, 'retracted', json);
}

async function republish(slug: string, { json }: Options): Promise<void> {
  await republishVerdict(slug, context());
  printState(slug, 'published', json);
}

export function verdictUrl(slug: string): string {
  return `${settings().ORIGIN}/v/${encodeURIComponent(slug)}`;
}

async function edit(slug: string, file: string, { note, json }: Noted): Promise<void> {
  const input = await readInput(file);
  const read = withReadableErrors(
    () => parseVerdictInput(input),
    (errors) => formatErrors(inputErrors(errors)),
  );
  const { verdict, changed } = await editVerdict(slug, { read, note: checkedNote(note) }, context());
  const outcome = changed ? 'edited' : 'unchanged';
  const address = verdictUrl(verdict.slug);
  const words = changed ? `version ${verdict.version}` : 'unchanged';
  print(
    json,
    { outcome, slug: verdict.slug, address, version: verdict.version },
    `${verdict.slug}: ${words}\n  ${address}`,
  );
}

function context() {
  return { actor: COMMAND_LINE, now: new Date() };
}

function checkedNote(note: string): string {
  return withReadableErrors(
    () => checked(noteInput, note),
    ([error]) => `--note: ${error!.message}`,
  );
}

/** Describes invalid input in the message: a command line has no fields to show errors beside. */
function withReadableErrors<T>(read: () => T, words: (errors: FieldError[]) => string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid-input') throw error;
    throw new Refusal('invalid-input', { message: words(error.errors) });
  }
}

function printState(slug: string, state: VerdictState, json: boolean | undefined): void {
  const address = verdictUrl(slug);
  print(json, { slug, state, address }, `${slug}: ${state}\n  ${address}`);
}
