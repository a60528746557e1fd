// SPDX-License-Identifier: Apache-2.0
// What the handler has done so far, in the text form that Prometheus reads.

export class Metrics {
  #engines;
  #requests = new Map();

  constructor(engines) {
    this.#engines = engines;
  }

  count(route, status, milliseconds) {
    const labels = `service="${route.service}",route="${route.pattern}",status="${status}"`;
    const sum = this.#requests.get(labels) ?? { count: 0, seconds: 0 };
    sum.count += 1;
    sum.seconds += milliseconds / 1000;
    this.#requests.set(labels, sum);
  }

  async text() {
    const requests = [...this.#requests];
    const held = await Promise.all(
      [...this.#engines].map(async ([dataset, engine]) => [
        `dataset="${dataset.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`,
        await engine.memoryBytes,
      ]),
    );
    return [
      ...family('tallyfold_requests_total', 'counter', 'Requests answered.', requests, 'count'),
      ...family('tallyfold_request_seconds_total', 'counter', 'Time to answer them.', requests, 'seconds'),
      ...family('tallyfold_dataset_bytes', 'gauge', 'Memory that events and plans take.', held),
    ].join('');
  }
}

function family(name, type, help, samples, member) {
  const lines = samples.map(([labels, value]) => `${name}{${labels}} ${member ? value[member] : value}\n`);
  return [`# HELP ${name} ${help}\n`, `# TYPE ${name} ${type}\n`, ...lines];
}
