// SPDX-License-Identifier: Apache-2.0
// Sorts the names of a module by the files they stand in: each of them is about one thing.

import { Comment, CommentTag, Converter } from 'typedoc';

/** Titles of the files, in the order in which they are shown. */
const TITLES = {
  'wasm/index.d.ts': 'Engine',
  'wasm/pool.d.ts': 'Pool of workers',
  'wasm/reports.d.ts': 'Reports',
  'wasm/query.d.ts': 'Our own query',
  'wasm/flexprice.d.ts': 'Flexprice',
  'wasm/lago.d.ts': 'Lago',
  'wasm/seatsio.d.ts': 'seats.io',
  'wasm/ingest.d.ts': 'Ingestion',
  'wasm/ledger.d.ts': 'Ledger',
  'wasm/errors.d.ts': 'Errors',
};
export const SECTIONS = Object.values(TITLES);

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children) for (const child of module.children ?? []) place(project, child);
  });
}

function place(project, reflection) {
  const title = TITLES[project.getSymbolIdFromReflection(reflection)?.packagePath];
  if (!title) return;
  reflection.comment ??= new Comment();
  reflection.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: title }]));
}
