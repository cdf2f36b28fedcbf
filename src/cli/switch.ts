import { Argument, type Command } from 'commander';
import { checked } from '#lib/http/input/input.server.ts';
import { setSwitches } from '#lib/site-settings/change-switches.server.ts';
import { switchesInput } from '#lib/site-settings/site-settings-input.ts';
import type { Switches } from '#lib/site-settings/site-settings.ts';
import { JSON_FLAG, print } from './print.ts';

interface Options {
  notice?: string;
  json?: boolean;
}

/** For emergencies. They apply at once in every process of the site. */
export function addSwitchCommands(program: Command): void {
  const group = program.command('switch').description('emergency switches: sign-up and writing');

  group
    .command('sign-up')
    .description('open, by approval (see `user approve`), or closed')
    .addArgument(new Argument('<value>', 'who may sign up').choices(['open', 'approval', 'closed']))
    .addOption(JSON_FLAG())
    .action(async (signUp: Switches['signUp'], { json }: Options) => {
      print(json, await set({ signUp }), SIGN_UP[signUp]);
    });

  group
    .command('writing')
    .description('comments, edits, votes and ratings; withdrawing, reporting and moderating still work')
    .addArgument(new Argument('<value>', 'whether readers may write').choices(['on', 'off']))
    .option('--notice <text>', 'what readers see while it is off')
    .addOption(JSON_FLAG())
    .action(async (writing: Switches['writing'], { notice, json }: Options) => {
      const switches = await set({ writing, ...(notice === undefined ? {} : { notice }) });
      print(json, switches, writing === 'on' ? 'Readers can write again.' : 'The site is read-only now.');
    });
}

const SIGN_UP: Record<Switches['signUp'], string> = {
  open: 'Sign-up is open. Accounts already waiting still need approval.',
  approval: 'New accounts now need approval.',
  closed: 'Sign-up is closed.',
};

function set(switches: Partial<Switches>): Promise<Switches> {
  return setSwitches(checked(switchesInput.partial(), switches), { by: 'command line', now: new Date() });
}
