// SPDX-License-Identifier: Apache-2.0
// If this does not compile, the server's types refuse what its options say, or allow what they do not.

import { startServer, StartError, type Server, type ServeOptions } from 'tallyfold-serve';
import { run } from 'tallyfold-serve/program';

export async function serve(): Promise<string> {
  const options: ServeOptions = {
    port: 0,
    data: ':memory:',
    keys: [{ key: 'k', service: 'lago', dataset: 'one', may: 'write' }],
    datasets: { one: { events: ['a.csv', '-'], dialect: { name: '/type' }, format: 'csv', catalog: 'c.json' } },
    onProgress: ({ accepted, requests }) => void (accepted + requests),
  };
  const server: Server = await startServer(options);
  await server.loaded;
  await server.close();
  return server.url;
}

export const isKnown = (error: unknown): boolean => error instanceof StartError;
export const status: Promise<number> = run(['--port', '0']);

// @ts-expect-error there is no such option
void startServer({ prot: 1 });
// @ts-expect-error a catalog is named by its file
void startServer({ catalog: {} });
// @ts-expect-error a key is of a service
void startServer({ keys: [{ key: 'k' }] });
