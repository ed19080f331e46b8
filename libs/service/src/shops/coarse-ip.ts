import { isIPv4, isIPv6 } from 'node:net';

/** An IPv4 address as one of IPv6 (RFC 4291, 2.5.5.2). */
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** The network of an address: /24 of IPv4, /48 of IPv6; undefined where the text is no address. */
export function coarseIp(address: string): string | undefined {
  const mapped = address.startsWith('::') ? MAPPED.exec(address)?.[1] : undefined;
  const dotted = mapped ?? address;
  if (isIPv4(dotted)) return `${dotted.slice(0, dotted.lastIndexOf('.'))}.0/24`;
  if (!isIPv6(address)) return undefined;
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const front = head === '' ? [] : head.split(':');
  // "::" stands for as many zero groups as are missing from eight; a dotted tail is two groups.
  const back = tail === undefined || tail === '' ? [] : tail.split(':');
  const backGroups = back.length + (back.at(-1)?.includes('.') === true ? 1 : 0);
  const zeros = tail === undefined ? 0 : 8 - front.length - backGroups;
  const groups = [...front, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...back].slice(0, 3);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/48`;
}
