// SPDX-License-Identifier: Apache-2.0
// What the blocks of docs/guides/*.md mean. Every block is run or compared; one that is neither is an error.
//
// | block | is |
// |---|---|
// | `js` | a whole program, run by Node in the page's own folder, build/docs/<page> |
// | `sh` | lines for a shell, run there too; `npx tallyfold` is the npm program, `tallyfold` the native one |
// | `text`, `json` behind one of these | exactly what it printed, or the same JSON laid out by hand. Without one a program prints nothing |
// | any kind and `examples/...` | that file of the project, to the letter |
// | `js`, `json`, `ndjson`, `csv` and a name | a file, written to the page's folder before what comes after it is run |
// | `sql` with `text` behind it | asked of DuckDB in the page's folder (guides_sql.mjs, part of scripts/test-rest): the rows, a tab between columns |

const RUN = ['js', 'sh', 'sql'];
const FILES = ['js', 'json', 'ndjson', 'csv'];
const PRINTED = ['text', 'json'];

/** @typedef {{ kind: string, name?: string, text: string, line: number, printed?: Block }} Block */

/**
 * The blocks of a page in order; what a program prints hangs on its block.
 * @param {string} page
 * @returns {Block[]}
 */
export function blocksOf(page) {
  const blocks = [];
  let last;
  for (const block of fencesOf(page)) {
    const isPrinted = !block.name && PRINTED.includes(block.kind);
    if (isPrinted) attach(last, block);
    else blocks.push(checked(block));
    last = block;
  }
  for (const { kind, printed, line } of blocks) {
    if (kind === 'sql' && printed?.kind !== 'text') throw new Error(`line ${line}: sql needs its rows as text behind it`);
  }
  return blocks;
}

function* fencesOf(page) {
  const lines = page.split('\n');
  for (let at = 0; at < lines.length; ++at) {
    const fence = /^ *(`{3,}|~{3,})(.*)$/.exec(lines[at]);
    if (!fence) continue;
    const end = lines.indexOf(fence[1], at + 1);
    if (end < 0) throw new Error(`line ${at + 1}: the block has no end`);
    const [kind, name, more] = fence[2].trim().split(/ +/);
    if (more) throw new Error(`line ${at + 1}: a block has a kind and at most one name`);
    yield { kind, name, text: lines.slice(at + 1, end).map((line) => `${line}\n`).join(''), line: at + 1 };
    at = end;
  }
}

function attach(program, block) {
  if (!program || !RUN.includes(program.kind) || program.name || program.printed)
    throw new Error(`line ${block.line}: no program printed this ${block.kind}`);
  program.printed = block;
}

function checked(block) {
  const { kind, name, line } = block;
  const isKnown = name ? name.startsWith('examples/') || FILES.includes(kind) : RUN.includes(kind);
  if (!isKnown) throw new Error(`line ${line}: a block "${kind}${name ? ` ${name}` : ''}" is not run by any test`);
  return block;
}
