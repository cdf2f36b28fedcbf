import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Argument, Option, type Command } from 'commander';
import { approveAccount, refuseAccount } from '#lib/accounts/admin/approve-account.server.ts';
import { changeRole } from '#lib/accounts/admin/change-role.server.ts';
import { createAccount } from '#lib/accounts/sign-in/create-account.server.ts';
import { listUsers } from '#lib/accounts/admin/list-users.server.ts';
import { issueResetLink } from '#lib/accounts/reset/issue-reset-link.server.ts';
import type { Role } from '#lib/actor.ts';
import { columns, JSON_FLAG, print } from './print.ts';

interface Options {
  json?: boolean;
}

const ROLES: readonly Role[] = ['reader', 'moderator', 'admin'];

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('create and approve accounts, set roles, reset passwords');
  addAccountCommands(user);
  addApprovalCommands(user);
  addResetCommand(user);
}

function addAccountCommands(user: Command): void {
  user
    .command('create <name>')
    .description('create an account; without --password-stdin, a password is generated and shown once')
    .addOption(new Option('--role <role>', 'what they may do').choices(ROLES).default('reader'))
    .option('--password-stdin', 'read the password from standard input')
    .addOption(JSON_FLAG())
    .action(create);

  user
    .command('role <name>')
    .description('set a role; it applies from the next request on')
    .addArgument(new Argument('<role>', 'the new role').choices(ROLES))
    .addOption(JSON_FLAG())
    .action(async (name: string, role: Role, { json }: Options) => {
      const account = await changeRole(name, role);
      print(json, account, `${account.username} is now ${account.role}.`);
    });

  user
    .command('list')
    .description('list all accounts, oldest first')
    .addOption(JSON_FLAG())
    .action(async ({ json }: Options) => {
      const users = await listUsers();
      print(json, users, columns(users.map(({ username, role, joinedAt }) => [username, role, joinedAt])));
    });
}

function addApprovalCommands(user: Command): void {
  user
    .command('approve <name>')
    .description('approve an account, so that it can write')
    .addOption(JSON_FLAG())
    .action(async (name: string, { json }: Options) => {
      const account = await approveAccount(name, BY);
      print(json, account, `${account.username} is approved.`);
    });

  user
    .command('refuse <name>')
    .description('refuse an account that waits for approval, and delete it')
    .addOption(JSON_FLAG())
    .action(async (name: string, { json }: Options) => {
      const { id, username } = await refuseAccount(name, BY);
      print(json, { id, username }, `${username} is deleted.`);
    });
}

function addResetCommand(user: Command): void {
  user
    .command('reset <name>')
    .description('print a link that sets a new password; it works once, for 30 minutes')
    .addOption(JSON_FLAG())
    .action(async (name: string, { json }: Options) => {
      const { username, href, expiresAt } = await issueResetLink(name, new Date());
      // Standard output has only the link, so that it can be piped.
      if (!json)
        console.error(`${username} can choose a new password here until ${expiresAt.toISOString()}.`);
      print(json, { username, link: href, expiresAt }, href);
    });
}

/** Who did it, for the log. */
const BY = { by: 'command line' };

interface CreateOptions extends Options {
  role: Role;
  passwordStdin?: boolean;
}

async function create(username: string, { role, passwordStdin, json }: CreateOptions): Promise<void> {
  // Not an argument: the shell's history and the list of processes would show it.
  const given = passwordStdin ? (await text(process.stdin)).replace(/\r?\n$/, '') : undefined;
  const password = given ?? randomBytes(15).toString('base64url');
  const account = await createAccount({ username, password, role });
  const shown = given === undefined ? { password } : {};
  const line = `${account.username} (${account.role}) was created.`;
  const once = `Password (it won’t be shown again): ${password}`;
  print(json, { ...account, ...shown }, given === undefined ? `${line}\n${once}` : line);
}
