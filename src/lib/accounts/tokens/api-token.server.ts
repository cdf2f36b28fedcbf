import { createHash, randomBytes } from 'node:crypto';
import type { Program } from '#lib/actor.ts';
import { Refusal } from '#lib/refusal.ts';
import { allTokens, deleteToken, insertToken, tokenByHash, touchToken } from './api-token.store.server.ts';

// The prefix lets secret scanners and people recognise a leaked token.
const TOKEN = /^Bearer (cope_[A-Za-z0-9_-]{43})$/;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const MINUTE = 60_000;

/** The program of an `Authorization` header, or null. Records its use once a minute. */
export async function programOf(authorization: string | null, now = new Date()): Promise<Program | null> {
  const secret = TOKEN.exec(authorization ?? '')?.[1];
  if (!secret) return null;
  const hash = hashOf(secret);
  const token = await tokenByHash(hash);
  if (!token) return null;
  const aMinuteAgo = new Date(now.getTime() - MINUTE);
  if (!token.lastUsedAt || token.lastUsedAt <= aMinuteAgo) await touchToken(token.id, now, aMinuteAgo);
  return { name: token.name };
}

/**
 * Creates a token and returns its secret, which isn't stored.
 * @throws Refusal `token-name-malformed`, `token-name-taken`
 */
export async function createApiToken(name: string): Promise<string> {
  if (!NAME.test(name)) throw new Refusal('token-name-malformed', { field: 'name' });
  const secret = `cope_${randomBytes(32).toString('base64url')}`;
  if (!(await insertToken(name, hashOf(secret)))) throw new Refusal('token-name-taken', { field: 'name' });
  return secret;
}

/** @throws Refusal `token-not-found` */
export async function revokeApiToken(name: string): Promise<void> {
  if (!(await deleteToken(name))) throw new Refusal('token-not-found');
}

/** All tokens, oldest first, without their hashes. */
export async function listApiTokens(): Promise<{ name: string; createdAt: Date; lastUsedAt: Date | null }[]> {
  const tokens = await allTokens();
  return tokens.map(({ name, createdAt, lastUsedAt }) => ({ name, createdAt, lastUsedAt }));
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
