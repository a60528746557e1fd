// SPDX-License-Identifier: Apache-2.0
// The pages of the project, and where their links lead.

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SKIPPED = ['.git', 'build', 'dist', 'node_modules'];

/** Every page, by its path from the root. */
export function allPages(folder = '') {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : allPages(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const proseOf = (page) => readFileSync(join(ROOT, page), 'utf8').replace(/^ *(```|~~~).*?^ *\1 *$/gms, '');

/** The relative links of a page: what is written, the path from the root, and the heading. */
export function linksOf(page) {
  // Not within `code`, where brackets and parentheses are the code's own.
  const targets = [...proseOf(page).replace(/`[^`\n]*`/g, 'code').matchAll(/\]\(<?([^)\s>]+)>?(?: "[^"]*")?\)/g)].map(([, target]) => target);
  return targets.filter((target) => !/^[a-z]+:/.test(target)).map((written) => {
    const [file, heading] = written.split('#');
    return { written, path: file ? relative(ROOT, join(ROOT, dirname(page), decodeURI(file))) : page, heading };
  });
}

/** The names by which the headings of a page can be linked to. */
function headingsOf(page) {
  const seen = new Map();
  return [...proseOf(page).matchAll(/^#{1,6} +(.*?) *$/gm)].map(([, title]) => {
    const words = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, '');
    const name = words.replaceAll(' ', '-');
    const times = seen.get(name) ?? 0;
    seen.set(name, times + 1);
    return times === 0 ? name : `${name}-${times}`;
  });
}

/** Why a link leads nowhere, or nothing. */
export function faultOf({ path, heading }) {
  if (path.startsWith('..') || !existsSync(join(ROOT, path))) return 'there is no such file';
  if (heading === undefined) return undefined;
  if (!path.endsWith('.md') || statSync(join(ROOT, path)).isDirectory()) return undefined;
  return headingsOf(path).includes(heading) ? undefined : 'there is no such heading';
}
