import { createECDH } from 'node:crypto';
import { settings } from '#lib/env.server.ts';
import { siteKey } from '#lib/db/site-key.server.ts';
import { bareAddress } from '#lib/mail/mail-address.ts';

/** The order of the curve P-256: a private key is a number from 1 to one less. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** How push services know this site (VAPID, RFC 8292). Made at first use; browsers are subscribed to its public part. */
export async function pushKey(): Promise<{ subject: string; publicKey: string; privateKey: string }> {
  const secret = BigInt(`0x${(await siteKey('push')).toString('hex')}`);
  const privateKey = Buffer.from(((secret % (ORDER - 1n)) + 1n).toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(privateKey);
  return {
    subject: `mailto:${bareAddress(settings().MAIL_FROM) ?? 'noreply@localhost'}`,
    publicKey: curve.getPublicKey('base64url'),
    privateKey: privateKey.toString('base64url'),
  };
}
