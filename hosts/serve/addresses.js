// SPDX-License-Identifier: Apache-2.0
// Which addresses are this machine's own, and who is let in where no keys are asked for.

import { isIPv4 } from 'node:net';

/** Whether only this machine reaches what listens there. */
export function isLoopback(host) {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/** As it stands in a URL. */
export const inUrl = (host) => (host.includes(':') ? `[${host}]` : host);

/**
 * Why a request may not come in, where no keys are asked for. A page from elsewhere must not reach
 * this machine through its user's browser: neither by a name of its own that leads here, which the
 * Host header tells, nor by sending blindly, which the Origin header tells.
 * @param {Headers} headers
 * @param {{ host: string, cors?: '*' | readonly string[] }} settings
 */
export function strangerIn(headers, { host, cors }) {
  const asked = headers.get('host');
  const names = ['localhost', '127.0.0.1', '[::1]', inUrl(host)];
  if (asked !== null && !names.includes(asked.replace(/:\d*$/, '').toLowerCase()))
    return `without keys this server answers only to ${names.slice(0, 3).join(', ')}, not to ${asked}`;
  const origin = headers.get('origin');
  const isKnown =
    origin === null || origin.replace(/^https?:\/\//, '') === asked || cors === '*' || cors?.includes(origin);
  return isKnown ? undefined : `pages of ${origin} may not ask this server; --cors names those that may`;
}
