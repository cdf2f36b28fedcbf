import type { Command } from 'commander';
import { createApiToken, listApiTokens, revokeApiToken } from '#lib/accounts/tokens/api-token.server.ts';
import { columns, JSON_FLAG, print } from './print.ts';

interface Options {
  json?: boolean;
}

export function addTokenCommands(program: Command): void {
  const token = program.command('token').description('keys with which programs publish through the API');

  token
    .command('create <name>')
    .description('create a token for a program; it is shown once')
    .addOption(JSON_FLAG())
    .action(async (name: string, { json }: Options) => {
      const secret = await createApiToken(name);
      // Standard output has only the token, so that it can be piped.
      if (!json)
        console.error('The token. It won’t be shown again. Send it as "Authorization: Bearer TOKEN".');
      print(json, { name, token: secret }, secret);
    });

  token
    .command('list')
    .description('list the tokens, and when each was last used')
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
    .description('revoke a token')
    .addOption(JSON_FLAG())
    .action(async (name: string, { json }: Options) => {
      await revokeApiToken(name);
      print(json, { name, revoked: true }, `The token ${name} is revoked.`);
    });
}
