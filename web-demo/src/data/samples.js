// SPDX-License-Identifier: Apache-2.0
// What a link can name: the samples. Those of the services are files of the project's examples, with their catalogs.

import lagoEvents from '../../../examples/lago/2024-03.ndjson?url';
import lagoCatalog from '../../../examples/lago/catalog.json?url';
import seatsNovember from '../../../examples/seatsio/2022-11.ndjson?url';
import seatsDecember from '../../../examples/seatsio/2022-12.ndjson?url';
import seatsCatalog from '../../../examples/seatsio/catalog.json?url';

const SAMPLES = {
  sample: { name: 'Sample', events: 20_000 },
  million: { name: 'A million sample events', events: 1_000_000 },
  'lago-sample': { name: 'A transcription company', files: [lagoEvents], catalog: lagoCatalog },
  'seats-sample': { name: 'A small theatre', files: [seatsNovember, seatsDecember], catalog: seatsCatalog },
};

/** What stands behind a name of the address, to be read. Anything else is an address. */
export async function inputOf(data) {
  const sample = SAMPLES[data];
  if (!sample) return { kind: 'url', url: data };
  const { events, files, catalog } = sample;
  if (events) return { kind: 'sample', events };
  const [facts, ...texts] = await Promise.all([catalog, ...files].map(async (address) => (await fetch(address)).text()));
  return { kind: 'blob', blob: new Blob(texts), catalog: facts };
}

export const nameOfData = (data) => SAMPLES[data]?.name ?? data;
