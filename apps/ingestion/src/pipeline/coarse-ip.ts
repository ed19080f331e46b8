import { isIPv4, isIPv6 } from 'node:net';

/** The network of an address: /24 of IPv4, /48 of IPv6; undefined where the text is no address. */
export function coarseIp(address: string): string | undefined {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (isIPv4(mapped ?? address)) return `${(mapped ?? address).split('.').slice(0, 3).join('.')}.0/24`;
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
