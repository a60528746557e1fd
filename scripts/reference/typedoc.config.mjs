// SPDX-License-Identifier: Apache-2.0
// The reference of the JavaScript interface. A name or a word without documentation is an error.

import { fileURLToPath } from 'node:url';

import { entries, packages } from './entries.mjs';
import { SECTIONS } from './sections.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {import('typedoc').TypeDocOptions} */
export default {
  name: 'Tallyfold for JavaScript',
  entryPoints: entries,
  tsconfig: here('tsconfig.json'),
  // `npm run types` does it. Here packages that users bring themselves are missing.
  skipErrorChecking: true,
  plugin: [here('sections.mjs'), here('words.mjs')],
  readme: here('javascript.md'),
  out: here('../../docs/reference/javascript'),
  logLevel: 'Warn',

  requiredToBeDocumented: [
    'Module',
    'Enum',
    'EnumMember',
    'Variable',
    'Function',
    'Class',
    'Interface',
    'Property',
    'Method',
    'Accessor',
    'TypeAlias',
  ],
  packagesRequiringDocumentation: packages,
  // What a condition looks for in the types of a runtime is no member of ours.
  intentionallyNotDocumented: [
    'tallyfold.CompiledWasm.__type.WebAssembly',
    'tallyfold.CompiledWasm.__type.WebAssembly.__type.Module',
    'tallyfold.CompiledWasm.__type.WebAssembly.__type.Module.__type',
  ],
  validation: {
    notDocumented: true,
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    rewrittenLink: true,
    unusedMergeModuleWith: true,
  },
  treatWarningsAsErrors: true,

  disableSources: true,
  excludeExternals: true,
  excludeReferences: true,
  githubPages: false,
  hideGenerator: true,
  customCss: here('javascript.css'),
  markdownItOptions: { linkify: false },
  highlightLanguages: ['javascript', 'typescript', 'json'],
  sort: ['source-order'],
  sortEntryPoints: false,
  categorizeByGroup: false,
  categoryOrder: [...SECTIONS, '*'],
  navigation: { includeCategories: true, includeGroups: false, includeFolders: false },
};
