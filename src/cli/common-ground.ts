import type { Command } from 'commander';
import { factorizeRatings } from '#lib/common-ground/factorization/factorize-ratings.server.ts';
import { recomputeCommonGround, type Recomputed } from '#lib/common-ground/recompute.server.ts';
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

  group
    .command('recompute')
    .description('count all ratings by camp again, and correct what differs')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const found = await recomputeCommonGround({ correct: true });
      print(json, found, `${wordsOf(found)}${found.differing > 0 ? ' Corrected.' : ''}`);
    });

  group
    .command('check')
    .description('the same, but change nothing')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const found = await recomputeCommonGround({ correct: false });
      print(json, found, wordsOf(found));
      if (found.differing > 0) process.exitCode = 1;
    });
}

const wordsOf = ({ comments, differing }: Recomputed) =>
  `${comments} comments compared, ${differing} differ.`;
