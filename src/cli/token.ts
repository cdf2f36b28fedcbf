import type { Command } from 'commander';
import { createApiToken, listApiTokens, revokeApiToken } from '#lib/accounts/tokens/api-token.server.ts';
import { columns, JSON_FLAG, print } from './print.ts';

interface Options {
  json?: boolean;
}

/** `token create`, `token list`, `token revoke`. */
export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('keys with which programs publish through the API');

  token
    .command('create <name>')
    .description('make a token for a program; it is shown once')
    .addOption(JSON_FLAG())
    .action(async (name: string, { json }: Options) => {
      const secret = await createApiToken(name);
      // The token alone on its line, so that it can be piped; the words about it go beside.
      if (!json) console.error('The token, shown only now. Send it as "Authorization: Bearer TOKEN".');
      print(json, { name, token: secret }, secret);
    });

  token
    .command('list')
    .description('show which tokens there are, and when each was last used')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const tokens = await listApiTokens();
      const rows = tokens.map(({ name, createdAt, lastUsedAt }) => [
        name,
        `made ${createdAt.toISOString()}`,
        lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : 'never used',
      ]);
      print(json, tokens, columns(rows));
    });

  token
    .command('revoke <name>')
    .description('take a token away: it opens nothing from now on')
    .addOption(JSON_FLAG())
    .action(async (name: string, { json }: Options) => {
      await revokeApiToken(name);
      print(json, { name, revoked: true }, `The token ${name} is revoked.`);
    });
}
