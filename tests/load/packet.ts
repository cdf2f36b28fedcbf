// Packets of our site's wire, as the watchers of one process read them.

import { inflateRawSync } from 'node:zlib';

/**
 * Bytes from which a packet is read once for all watchers of a process who got the same: in a storm a thousand pages
 * read it on a thousand machines; here their reading would take the cores of the server that is measured.
 */
const LARGE = 2048;

/** Watchers are not all at the same packet. */
const KEPT = 8;

interface Packet {
  text: string;
  /** What an event says: its name and its news. */
  news: () => [string, unknown];
}

const kept: { data: Buffer; packet: Packet }[] = [];

export function readPacket(data: Buffer): Packet {
  if (data.length < LARGE) return packetOf(data);
  const known = kept.find((each) => each.data.equals(data));
  if (known) return known.packet;
  const packet = packetOf(data);
  kept.unshift({ data, packet });
  kept.length = Math.min(kept.length, KEPT);
  return packet;
}

function packetOf(data: Buffer): Packet {
  const text = data.toString();
  let news: [string, unknown] | undefined;
  return { text, news: () => (news ??= unpacked(JSON.parse(text.slice(2)) as [string, unknown])) };
}

/** As the page does (live/verdict-messages.ts), but at once. */
function unpacked([event, news]: [string, unknown]): [string, unknown] {
  if (event !== 'verdict:packed') return [event, news];
  return ['verdict:changed', JSON.parse(inflateRawSync(Buffer.from(news as string, 'base64')).toString())];
}
