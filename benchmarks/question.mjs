// SPDX-License-Identifier: Apache-2.0
// The question that every program of the benchmark answers: bytes per day of one event name.

export const EVENT = 'api_request';
export const request = {
  event_name: EVENT,
  aggregation_type: 'SUM',
  property_name: 'bytes',
  window_size: 'DAY',
  start_time: '2024-01-01T00:00:00Z',
  end_time: '2024-05-01T00:00:00Z',
  dedupe: 'none',
};

/** Prints the answer the way the benchmark compares it: a line a day, six decimals. */
export function print(days) {
  const lines = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, sum]) => `${day} ${sum}`);
  process.stdout.write(lines.join('\n') + '\n');
}
