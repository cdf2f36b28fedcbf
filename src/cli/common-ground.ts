import type { Command } from 'commander';
import { factorizeRatings } from '#lib/common-ground/factorization/factorize-ratings.server.ts';
import { JSON_FLAG, print } from './print.ts';

interface Options {
  json?: boolean;
}

export function addCommonGroundCommands(program: Command): void {
  const group = program
    .command('common-ground')
    .description('which comments readers of both sides find helpful');

  group
    .command('factorize')
    .description('factorize all ratings now; a running site does it each night')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const run = await factorizeRatings(new Date());
      const { ratings, raters, comments, rounds } = run;
      const words = `${ratings} ratings by ${raters} raters of ${comments} comments, in ${rounds} rounds.`;
      print(json, run, comments > 0 ? words : 'No comment has enough ratings yet.');
    });
}
